-- one row per raw row of zendesk.user that is no staff, in the shape of int_contacts_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_zendesk__users') }}

),

staff as (

    select * from {{ ref('base_zendesk__staff') }}

),

shaped as (

    select
        'zendesk' as source_system,
        'user' as source_table,
        'user' as contact_type,
        users.*,
        users.source_user_id as source_contact_id,
        users.locale as language,
        cast(null as string) as lead_source,
        cast(null as string) as first_name,
        cast(null as string) as last_name,
        cast(null as string) as mobile_phone,
        cast(null as string) as additional_emails,
        cast(null as string) as company_name,
        cast(null as string) as street,
        cast(null as string) as city,
        cast(null as string) as region,
        cast(null as string) as postcode,
        cast(null as string) as country,
        cast(null as date) as birth_date,
        cast(null as string) as merged_into_source_contact_id,
        cast(null as boolean) as has_opted_out_of_email

    from users

    left join staff
        on users.source_user_id = staff.source_user_id

    -- the other rows of the table are agents
    where staff.source_user_id is null

)

select * from shaped
