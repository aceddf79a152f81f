-- one row per raw row of the tables of the help desks that only describe others, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('lookup_rows', 'help_desk') | length > 0) }}

{% for vendor in vendors('lookup_rows', 'help_desk') %}
select
    source_system, source_table, source_record_id, raw_row_id, version_number,
    is_exact_duplicate, loaded_at, raw_record, rejection_reason
from {{ ref('stg_' ~ vendor ~ '__lookup_rows') }}
{{ 'union all' if not loop.last }}
{% endfor %}
