-- one row per raw row of salesforce.contact and salesforce.lead, in the shape of int_contacts_unioned
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

contacts as (

    select
        'contact' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_contact_id,
        source_account_id,
        merged_into_source_contact_id,
        first_name,
        last_name,
        email,
        phone,
        mobile_phone,
        postcode,
        country,
        birth_date,
        has_opted_out_of_email,
        is_deleted,
        created_at,
        updated_at,
        loaded_at,
        raw_record

    from {{ ref('base_salesforce__contacts') }}

),

-- a converted lead lives on as the contact it became: the same person, not a second one
leads as (

    select
        'lead' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_contact_id,
        source_account_id,
        coalesce(master_record_id, converted_source_contact_id)
            as merged_into_source_contact_id,
        first_name,
        last_name,
        email,
        phone,
        cast(null as string) as mobile_phone,
        cast(null as string) as postcode,
        country,
        cast(null as date) as birth_date,
        has_opted_out_of_email,
        is_deleted,
        created_at,
        updated_at,
        loaded_at,
        raw_record

    from {{ ref('base_salesforce__leads') }}

),

unioned as (

    select * from contacts
    union all
    select * from leads

),

shaped as (

    select
        'salesforce' as source_system,
        source_table as contact_type,
        unioned.*,
        cast(null as string) as external_id,
        cast(null as string) as full_name,
        cast(null as string) as additional_emails,
        cast(null as string) as language,
        cast(null as string) as time_zone,
        cast(null as boolean) as is_active

    from unioned

)

select * from shaped
