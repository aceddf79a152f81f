-- one row per raw row of servicenow.sys_user that is no staff, in the shape of int_contacts_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_servicenow__users') }}

),

group_members as (

    select distinct source_user_id
    from {{ ref('base_servicenow__group_members') }}
    where source_user_id is not null
        and version_number = 1

),

shaped as (

    select
        'servicenow' as source_system,
        'sys_user' as source_table,
        'user' as contact_type,
        users.*,
        users.source_user_id as source_contact_id,
        cast(null as string) as lead_source,
        cast(null as string) as external_id,
        cast(null as string) as language,
        cast(null as string) as additional_emails,
        cast(null as string) as company_name,
        cast(null as date) as birth_date,
        cast(null as string) as merged_into_source_contact_id,
        cast(null as boolean) as has_opted_out_of_email

    from users

    where not exists (
            select 1
            from group_members
            where users.source_user_id = group_members.source_user_id
        )

)

select * from shaped
