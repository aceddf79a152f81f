-- one row per raw organisation row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('accounts', 'crm') | length > 0) }}

{% for vendor in vendors('accounts', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_account_id, external_id, parent_source_account_id,
    merged_into_source_account_id, account_name, account_type, industry, country,
    phone, domains, employee_count, annual_revenue, is_deleted, created_at,
    updated_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__accounts') }}
{{ 'union all' if not loop.last }}
{% endfor %}
