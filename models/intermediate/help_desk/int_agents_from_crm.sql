-- one row per raw agent row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('agents', 'crm') | length > 0) }}

{% for vendor in vendors('agents', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_agent_id, user_name, agent_name, email, group_name, raw_role, is_bot,
    is_active, is_deleted, created_at, updated_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__agents') }}
{{ 'union all' if not loop.last }}
{% endfor %}
