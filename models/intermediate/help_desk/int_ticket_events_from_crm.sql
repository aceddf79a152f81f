-- one row per raw ticket change row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('ticket_events', 'crm') | length > 0) }}

{% for vendor in vendors('ticket_events', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_event_id, source_ticket_id, source_actor_id, event_type, field_name,
    raw_value, raw_value_category, raw_previous_value, raw_previous_value_category, occurred_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__ticket_events') }}
{{ 'union all' if not loop.last }}
{% endfor %}
