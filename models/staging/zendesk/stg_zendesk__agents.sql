-- one row per raw row of zendesk.user that is or was staff, in the shape of int_agents_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_zendesk__users') }}

),

staff as (

    select * from {{ ref('base_zendesk__staff') }}

),

groups as (

    select * from {{ ref('base_zendesk__groups') }}
    where version_number = 1

),

custom_roles as (

    select * from {{ ref('base_zendesk__custom_roles') }}
    where version_number = 1

),

shaped as (

    select
        'zendesk' as source_system,
        'user' as source_table,
        users.raw_row_id,
        users.version_number,
        users.is_exact_duplicate,
        users.source_user_id as source_agent_id,
        users.full_name as agent_name,
        users.email,
        cast(null as string) as user_name,
        -- the default group; the others of an agent feed no KPI
        groups.group_name,
        -- a light agent has the role of an agent, and may write notes only
        case
            when users.raw_role = 'agent'
                and (users.role_type = '1' or custom_roles.is_light_agent)
                then 'light_agent'
            else users.raw_role
        end as raw_role,
        cast(null as boolean) as is_bot,
        -- who left is an end-user now
        users.is_active and coalesce(users.raw_role, 'end-user') <> 'end-user'
            as is_active,
        users.is_deleted,
        users.created_at,
        users.updated_at,
        users.loaded_at,
        users.raw_record

    from users

    inner join staff
        on users.source_user_id = staff.source_user_id

    left join groups
        on users.source_group_id = groups.source_group_id

    left join custom_roles
        on users.source_custom_role_id = custom_roles.source_custom_role_id

)

select * from shaped
