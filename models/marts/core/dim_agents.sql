-- one row per agent of a help desk, human or bot, and one row for work that nobody has
with

agents as (

    select
        agent_id,
        source_system,
        coalesce(group_name, 'unassigned') as agent_group,
        is_bot,
        is_active and not is_deleted as is_active,
        created_at

    from {{ ref('int_agents_unioned') }}

),

unassigned_member as (

    select
        'unassigned' as agent_id,
        'none' as source_system,
        'unassigned' as agent_group,
        false as is_bot,
        true as is_active,
        cast(null as timestamp) as created_at

),

unioned as (

    select * from agents
    union all
    select * from unassigned_member

)

select * from unioned
