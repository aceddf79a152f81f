-- one row per raw ticket row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('tickets', 'crm') | length > 0) }}

{% for vendor in vendors('tickets', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_ticket_id, ticket_number, source_requester_id, source_submitter_id,
    source_assignee_id, source_account_id, source_group_id, group_name,
    merged_into_source_ticket_id, followup_of_source_ticket_id,
    parent_source_ticket_id, source_schedule_id, raw_channel, raw_status,
    raw_status_category, raw_status_label, raw_priority, ticket_type, record_type, category, product, subject,
    source_reopen_count, source_reassignment_count, is_outbound, is_merged,
    is_spam, is_test, is_deleted, created_at, updated_at, first_response_at,
    first_response_due_at, resolution_due_at, resolved_at, closed_at,
    rejection_reason, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__tickets') }}
{{ 'union all' if not loop.last }}
{% endfor %}
