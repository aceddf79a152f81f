-- one row per raw person row of the CRMs, as their staging hands it over
{{ config(materialized = 'view', enabled = vendors('contacts', 'crm') | length > 0) }}

{% for vendor in vendors('contacts', 'crm') %}
select
    source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
    source_contact_id, contact_type, source_account_id, external_id,
    merged_into_source_contact_id, full_name, first_name, last_name, email,
    additional_emails, phone, mobile_phone, company_name, street, city, region, postcode,
    country, language, time_zone, lead_source, birth_date, has_opted_out_of_email,
    is_active, is_deleted, created_at, updated_at, loaded_at, raw_record
from {{ ref('stg_' ~ vendor ~ '__contacts') }}
{{ 'union all' if not loop.last }}
{% endfor %}
