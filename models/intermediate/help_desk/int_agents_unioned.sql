-- one row per agent of a source system, human or bot: the input contract
with

agents as (

    select * from {{ ref('int_agents_checked') }}
    where reason_code is null

),

bot_users as (

    select
        source_system,
        user_name_lower

    from {{ ref('bot_users') }}

),

keyed as (

    select
        -- ids
        agents.source_system || ':' || agents.source_agent_id as agent_id,
        agents.source_system,
        agents.source_agent_id,
        -- text
        agents.user_name,
        agents.agent_name,
        agents.email,
        agents.group_name,
        agents.raw_role,
        -- booleans
        coalesce(agents.is_bot, bot_users.user_name_lower is not null) as is_bot,
        coalesce(agents.is_active, true) as is_active,
        coalesce(agents.is_deleted, false) as is_deleted,
        -- timestamps
        agents.created_at,
        agents.updated_at,
        agents.loaded_at

    from agents

    left join bot_users
        on agents.source_system = bot_users.source_system
        and lower(agents.agent_name) = bot_users.user_name_lower

)

select * from keyed
