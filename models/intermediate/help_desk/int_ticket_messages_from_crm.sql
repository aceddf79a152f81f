-- one row per raw ticket message row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('ticket_messages', 'crm') | length > 0) }}

{% for vendor in vendors('ticket_messages', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_message_id, source_ticket_id, source_author_id, raw_author_role, body,
    is_opening, is_public, is_deleted, sent_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__ticket_messages') }}
{{ 'union all' if not loop.last }}
{% endfor %}
