-- one row per agent and day: the seconds in contact, ready for one, and on a break (KPI-28)
with

days as (

    select
        *,
        source_system || ':' || source_agent_id as agent_id

    from {{ ref('agent_days') }}

),

agents as (

    select * from {{ ref('int_agents_unioned') }}

),

judged as (

    select
        days.*,
        agents.group_name,
        case
            when agents.agent_id is null then 'unknown_agent'
            when agents.is_bot then 'bot'
            when days.work_date >= cast({{ as_of() }} as date) then 'future_timestamp'
            -- logged in on a break only: no time to be occupied in
            when days.handle_seconds + days.available_seconds = 0 then 'no_work_time'
        end as exclusion_reason

    from days

    left join agents
        on days.agent_id = agents.agent_id

)

select
    -- ids
    agent_id || '|' || cast(work_date as string) as agent_day_id,
    case when exclusion_reason = 'unknown_agent' then 'unassigned' else agent_id end
        as agent_id,
    source_system,
    source_agent_id,
    -- text
    coalesce(group_name, 'unassigned') as agent_group,
    exclusion_reason,
    -- numbers; occupancy is handle / (handle + available), the break counts in neither
    cast(handle_seconds as double) as handle_seconds,
    cast(available_seconds as double) as available_seconds,
    cast(pause_seconds as double) as pause_seconds,
    -- booleans
    exclusion_reason is null as is_included,
    -- dates
    work_date

from judged
