-- one row per raw row of intercom.contact_history, in the shape of int_contacts_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

contacts as (

    select * from {{ ref('base_intercom__contacts') }}

),

links as (

    select * from {{ ref('base_intercom__contact_companies') }}
    where version_number = 1
        and not is_deleted

),

-- a contact may belong to several companies, and none of them is the main one
companies as (

    select
        source_contact_id,
        min(source_account_id) as source_account_id

    from links

    group by 1

    having count(*) = 1

),

users as (

    select * from contacts
    where version_number = 1
        and contact_type = 'user'
        and not is_deleted

),

users_by_external_id as (

    select
        external_id,
        min(source_contact_id) as source_contact_id

    from users

    group by 1

    having count(*) = 1

),

users_by_email as (

    select
        lower(email) as email_lower,
        min(source_contact_id) as source_contact_id

    from users

    group by 1

    having count(*) = 1

),

shaped as (

    select
        'intercom' as source_system,
        'contact_history' as source_table,
        contacts.*,
        companies.source_account_id,
        -- a merge deletes the lead and names no survivor: the one user with its id or address is it
        case
            when contacts.contact_type = 'lead' and contacts.is_deleted
                then coalesce(
                        users_by_external_id.source_contact_id,
                        users_by_email.source_contact_id
                    )
        end as merged_into_source_contact_id,
        cast(null as string) as lead_source,
        cast(null as string) as first_name,
        cast(null as string) as last_name,
        cast(null as string) as mobile_phone,
        cast(null as string) as additional_emails,
        cast(null as string) as company_name,
        cast(null as string) as street,
        cast(null as string) as postcode,
        cast(null as string) as time_zone,
        cast(null as date) as birth_date,
        cast(null as boolean) as is_active

    from contacts

    left join companies
        on contacts.source_contact_id = companies.source_contact_id

    left join users_by_external_id
        on contacts.external_id = users_by_external_id.external_id

    left join users_by_email
        on lower(contacts.email) = users_by_email.email_lower

)

select * from shaped
