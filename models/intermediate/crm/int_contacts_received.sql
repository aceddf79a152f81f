-- one row per raw person row of any vendor, as the vendors hand it over
{{ config(materialized = 'view') }}

with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_contact_id,
        cast(null as string) as contact_type,
        cast(null as string) as source_account_id,
        cast(null as string) as external_id,
        cast(null as string) as merged_into_source_contact_id,
        cast(null as string) as full_name,
        cast(null as string) as first_name,
        cast(null as string) as last_name,
        cast(null as string) as email,
        cast(null as string) as additional_emails,
        cast(null as string) as phone,
        cast(null as string) as mobile_phone,
        cast(null as string) as company_name,
        cast(null as string) as street,
        cast(null as string) as city,
        cast(null as string) as region,
        cast(null as string) as postcode,
        cast(null as string) as country,
        cast(null as string) as language,
        cast(null as string) as time_zone,
        cast(null as string) as lead_source,
        cast(null as date) as birth_date,
        cast(null as boolean) as has_opted_out_of_email,
        cast(null as boolean) as is_active,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('contacts') %}
    union all
    select * from {{ ref('int_contacts_from_' ~ home) }}
    {% endfor %}

)

select * from received
