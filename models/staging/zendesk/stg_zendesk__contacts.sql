-- one row per raw row of zendesk.user that is an end-user, in the shape of int_contacts_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_zendesk__users') }}

    where coalesce(raw_role, 'end-user') = 'end-user'

),

shaped as (

    select
        'zendesk' as source_system,
        'user' as source_table,
        'user' as contact_type,
        users.*,
        source_user_id as source_contact_id,
        locale as language,
        cast(null as string) as first_name,
        cast(null as string) as last_name,
        cast(null as string) as mobile_phone,
        cast(null as string) as additional_emails,
        cast(null as string) as postcode,
        cast(null as string) as country,
        cast(null as date) as birth_date,
        cast(null as string) as merged_into_source_contact_id,
        cast(null as boolean) as has_opted_out_of_email

    from users

)

select * from shaped
