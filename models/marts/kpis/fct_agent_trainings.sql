-- one row per training that an agent completed, and until when it counts (KPI-28)
with

trainings as (

    select
        *,
        source_system || ':' || source_agent_id as agent_id

    from {{ ref('agent_trainings') }}

),

agents as (

    select * from {{ ref('int_agents_unioned') }}

),

judged as (

    select
        trainings.*,
        agents.group_name,
        case
            when agents.agent_id is null then 'unknown_agent'
            when trainings.completed_date >= cast({{ as_of() }} as date)
                then 'future_timestamp'
        end as exclusion_reason

    from trainings

    left join agents
        on trainings.agent_id = agents.agent_id

)

select
    -- ids
    agent_id || '|' || course || '|' || cast(completed_date as string)
        as agent_training_id,
    case when exclusion_reason = 'unknown_agent' then 'unassigned' else agent_id end
        as agent_id,
    source_system,
    source_agent_id,
    -- text
    coalesce(group_name, 'unassigned') as agent_group,
    course,
    exclusion_reason,
    -- booleans
    exclusion_reason is null as is_included,
    -- dates
    completed_date,
    cast(
        completed_date + interval {{ var('training_valid_months') }} month as date
    ) as valid_until

from judged
