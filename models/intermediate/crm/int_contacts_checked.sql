-- one row per raw person row of any vendor, with the reason why it is not taken in (null: it is)
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
        cast(null as string) as postcode,
        cast(null as string) as country,
        cast(null as string) as language,
        cast(null as string) as time_zone,
        cast(null as date) as birth_date,
        cast(null as boolean) as has_opted_out_of_email,
        cast(null as boolean) as is_active,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('contacts') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_contact_id, contact_type, source_account_id, external_id,
        merged_into_source_contact_id, full_name, first_name, last_name, email,
        additional_emails, phone, mobile_phone, postcode, country, language, time_zone,
        birth_date, has_opted_out_of_email, is_active, is_deleted, created_at,
        updated_at, loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__contacts') }}
    {% endfor %}

),

judged as (

    select
        received.*,
        case
            when received.source_contact_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when received.created_at > {{ as_of() }} then 'future_timestamp'
        end as reason_code

    from received

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
