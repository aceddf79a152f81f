-- one row per raw row of salesforce.contact, salesforce.lead and the person accounts, in the shape of int_contacts_unioned
{{ config(enabled = 'salesforce' in var('crm_vendors') + var('help_desk_vendors')) }}

with

contacts as (

    select
        'contact' as source_table,
        'contact' as contact_type,
        cast(null as string) as full_name,
        cast(null as string) as company_name,
        contacts.*
    from {{ ref('base_salesforce__contacts') }} as contacts

),

person_accounts as (

    select
        *,
        -- one address is taken, not a town of this and a street of that; only a country holds for both
        coalesce(mailing_street, mailing_city, mailing_postcode) is not null
            as has_mailing_address
    from {{ ref('base_salesforce__accounts') }}
    where is_person_account

),

people as (

    select
        source_table, contact_type, raw_row_id, version_number, is_exact_duplicate,
        source_contact_id, source_account_id, merged_into_source_contact_id,
        full_name, first_name, last_name, email, phone, mobile_phone, company_name,
        street, city, region, postcode, country, birth_date, lead_source,
        has_opted_out_of_email, is_deleted, created_at, updated_at, loaded_at, raw_record
    from contacts

    union all

    -- Salesforce keeps a person account as a contact too: the same person
    select
        'account' as source_table, 'contact' as contact_type, raw_row_id, version_number,
        is_exact_duplicate, source_account_id as source_contact_id, null as source_account_id,
        coalesce(person_contact_id, merged_into_source_account_id) as merged_into_source_contact_id,
        account_name as full_name, first_name, last_name, email, phone, mobile_phone, null as company_name,
        case when has_mailing_address then mailing_street else street end as street,
        case when has_mailing_address then mailing_city else city end as city,
        case when has_mailing_address then mailing_region else region end as region,
        case when has_mailing_address then mailing_postcode else postcode end as postcode,
        coalesce(mailing_country, country) as country,
        birth_date, null as lead_source, has_opted_out_of_email, is_deleted, created_at, updated_at, loaded_at, raw_record
    from person_accounts

    {% if 'salesforce' in var('crm_vendors') %}
    union all

    -- a converted lead lives on as the contact it became: the same person, not a second one
    select
        'lead' as source_table, 'lead' as contact_type, raw_row_id, version_number,
        is_exact_duplicate, source_contact_id, source_account_id,
        coalesce(master_record_id, converted_source_contact_id) as merged_into_source_contact_id,
        null as full_name, first_name, last_name, email, phone, null as mobile_phone, company_name,
        street, city, region, postcode, country, null as birth_date, lead_source, has_opted_out_of_email, is_deleted,
        created_at, updated_at, loaded_at, raw_record
    from {{ ref('base_salesforce__leads') }}
    {% endif %}

),

shaped as (

    select
        'salesforce' as source_system,
        people.source_table,
        people.contact_type,
        people.raw_row_id,
        people.version_number,
        people.is_exact_duplicate,
        people.source_contact_id,
        -- a person account is no organisation to which a person could belong
        case when person_accounts.source_account_id is null then people.source_account_id end
            as source_account_id,
        people.merged_into_source_contact_id,
        people.full_name,
        people.first_name,
        people.last_name,
        people.email,
        people.phone,
        people.mobile_phone,
        people.company_name,
        people.street,
        people.city,
        people.region,
        people.postcode,
        people.country,
        people.birth_date,
        people.lead_source,
        people.has_opted_out_of_email,
        people.is_deleted,
        people.created_at,
        people.updated_at,
        people.loaded_at,
        people.raw_record,
        cast(null as string) as external_id,
        cast(null as string) as additional_emails,
        cast(null as string) as language,
        cast(null as string) as time_zone,
        cast(null as boolean) as is_active

    from people

    left join person_accounts
        on people.source_account_id = person_accounts.source_account_id
        and person_accounts.version_number = 1

)

select * from shaped
