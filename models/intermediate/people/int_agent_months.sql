-- one row per human agent and month in which something counted for the agent
with

events as (

    select * from {{ ref('int_agent_events') }}

),

-- bots, light agents and the unassigned have no scorecard; an admin has one who has tickets
agents as (

    select
        agent_id,
        source_system,
        coalesce(group_name, 'unassigned') as agent_group

    from {{ ref('int_agents_unioned') }}

    where not is_bot
        and coalesce(raw_role, 'agent') <> 'light_agent'

),

trainings as (

    select * from {{ ref('fct_agent_trainings') }}
    where is_included

),

counted as (

    select
        agent_id,
        month_start,
        cast(least(month_start + interval 1 month, {{ as_of() }}) as date) as month_end,
        count(*) filter (where measure = 'contact') as contact_count,
        count(*) filter (where measure = 'contact' and amount > 0) as replied_ticket_count,
        count(*) filter (where measure = 'first_reply') as first_reply_count,
        median(amount) filter (where measure = 'first_reply') as first_response_minutes,
        count(*) filter (where measure = 'solve') as resolved_count,
        count(*) filter (where measure = 'solve' and amount > 0) as reopened_count,
        count(*) filter (where measure = 'issue') as issue_count,
        count(*) filter (where measure = 'issue' and amount > 0) as one_contact_issue_count,
        count(*) filter (where measure = 'rating') as rating_count,
        count(*) filter (where measure = 'rating' and amount > 0) as satisfied_count,
        cast(coalesce(sum(weight) filter (where measure = 'transfer'), 0) as bigint)
            as call_count,
        cast(coalesce(sum(amount) filter (where measure = 'transfer'), 0) as bigint)
            as transferred_call_count,
        cast(coalesce(sum(weight) filter (where measure = 'call'), 0) as bigint)
            as measured_call_count,
        sum(amount) filter (where measure = 'call') as handle_seconds

    from events

    group by 1, 2

),

-- trained means: completed before the end of the month, and still valid then
trained as (

    select
        counted.agent_id,
        counted.month_start,
        count(*) as valid_training_count

    from counted

    inner join trainings
        on counted.agent_id = trainings.agent_id
        and counted.month_end > trainings.completed_date
        and counted.month_end <= trainings.valid_until

    group by 1, 2

)

select
    counted.agent_id || '|' || cast(counted.month_start as string) as agent_month_id,
    agents.source_system,
    agents.agent_group,
    counted.*,
    counted.contact_count > 0 as is_active,
    trained.agent_id is not null as is_trained

from counted

inner join agents
    on counted.agent_id = agents.agent_id

left join trained
    on counted.agent_id = trained.agent_id
    and counted.month_start = trained.month_start
