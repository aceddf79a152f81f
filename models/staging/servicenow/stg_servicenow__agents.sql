-- one row per raw row of servicenow.sys_user that works tasks, in the shape of int_agents_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_servicenow__users') }}

),

group_members as (

    select * from {{ ref('base_servicenow__group_members') }}
    where version_number = 1

),

groups as (

    select * from {{ ref('base_servicenow__groups') }}
    where version_number = 1

),

-- callers and staff share one table: staff are the members of an assignment group, and those
-- who were one, whose work remains; only a membership that holds names the group
members as (

    select
        group_members.source_user_id,
        min(groups.group_name) filter (where not group_members.is_deleted) as group_name

    from group_members

    left join groups
        on group_members.source_group_id = groups.source_group_id

    group by 1

),

shaped as (

    select
        'servicenow' as source_system,
        'sys_user' as source_table,
        users.*,
        users.source_user_id as source_agent_id,
        users.full_name as agent_name,
        members.group_name,
        'agent' as raw_role,
        cast(null as boolean) as is_bot

    from users

    inner join members
        on users.source_user_id = members.source_user_id

)

select * from shaped
