-- one row per raw row of dynamics.systemuser, in the shape of int_agents_unioned
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_dynamics__users') }}

),

team_members as (

    select * from {{ ref('base_dynamics__team_members') }}
    where version_number = 1
        and not is_deleted

),

-- a user is in several teams; the first by name that is not everyone's stands for them
groups as (

    select
        team_members.source_user_id,
        min(teams.group_name) as group_name

    from team_members

    inner join {{ ref('base_dynamics__teams') }} as teams
        on team_members.source_group_id = teams.source_group_id
        and teams.version_number = 1
        and not teams.is_default

    group by 1

),

shaped as (

    select
        'dynamics' as source_system,
        'systemuser' as source_table,
        users.*,
        users.source_user_id as source_agent_id,
        users.full_name as agent_name,
        groups.group_name,
        -- only members of staff are users: customers are contacts
        case when users.is_bot then 'application' else 'user' end as raw_role

    from users

    left join groups
        on users.source_user_id = groups.source_user_id

)

select * from shaped
