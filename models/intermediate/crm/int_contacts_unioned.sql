-- one row per person of a source system (contact, lead, user, respondent): the input contract
with

contacts as (

    select * from {{ ref('int_contacts_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_contact_id as contact_record_id,
        source_system,
        source_contact_id,
        source_system || ':' || source_account_id as account_record_id,
        external_id,
        source_system || ':' || merged_into_source_contact_id
            as merged_into_contact_record_id,
        -- text
        contact_type,
        coalesce(full_name, nullif(trim(concat_ws(' ', first_name, last_name)), ''))
            as full_name,
        first_name,
        last_name,
        email,
        additional_emails,
        phone,
        mobile_phone,
        company_name,
        street,
        city,
        region,
        postcode,
        country,
        language,
        time_zone,
        lead_source,
        -- booleans
        has_opted_out_of_email,
        is_active,
        coalesce(is_deleted, false) as is_deleted,
        -- dates
        birth_date,
        -- timestamps
        created_at,
        updated_at,
        loaded_at

    from contacts

)

select * from keyed
