-- one row per raw row of intercom.admin, in the shape of int_agents_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

admins as (

    select * from {{ ref('base_intercom__admins') }}

),

team_admins as (

    select * from {{ ref('base_intercom__team_admins') }}
    where version_number = 1
        and not is_deleted

),

teams as (

    select * from {{ ref('base_intercom__teams') }}
    where version_number = 1

),

-- an admin may be in several teams: the first by name stands for them
members as (

    select
        team_admins.source_agent_id,
        min(teams.group_name) as group_name

    from team_admins

    left join teams
        on team_admins.source_group_id = teams.source_group_id

    group by 1

),

shaped as (

    select
        'intercom' as source_system,
        'admin' as source_table,
        admins.*,
        members.group_name,
        cast(null as string) as user_name,
        'admin' as raw_role,
        cast(null as boolean) as is_active,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at

    from admins

    left join members
        on admins.source_agent_id = members.source_agent_id

)

select * from shaped
