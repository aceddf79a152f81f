-- one row per raw call or chat row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('calls', 'crm') | length > 0) }}

{% for vendor in vendors('calls', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_call_id, source_ticket_id, source_contact_id, source_agent_id,
    contact_kind, raw_direction, queue_name, raw_outcome, wait_seconds,
    talk_seconds, hold_seconds, wrap_up_seconds, transfer_count, queue_entry_number,
    callback_wait_seconds, is_callback, is_callback_offered, is_resolved_on_call,
    is_outside_business_hours, is_deleted, started_at, ended_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__calls') }}
{{ 'union all' if not loop.last }}
{% endfor %}
