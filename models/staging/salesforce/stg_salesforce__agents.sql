-- one row per raw row of salesforce.user that is staff or an automation, in the shape of int_agents_unioned
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_salesforce__users') }}

    -- who signs in to a portal is a customer or a partner
    where not is_portal_user

),

roles as (

    select * from {{ ref('base_salesforce__user_roles') }}
    where version_number = 1

),

shaped as (

    select
        'salesforce' as source_system,
        'user' as source_table,
        users.*,
        users.source_user_id as source_agent_id,
        users.full_name as agent_name,
        -- a place in the hierarchy is the nearest that a user has to a team
        coalesce(roles.role_name, users.department) as group_name,
        -- the seed bot_users knows further automations by their name
        case when users.is_automation then true end as is_bot

    from users

    left join roles
        on users.source_role_id = roles.source_role_id

)

select * from shaped
