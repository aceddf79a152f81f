-- one row per agent and month: what the agent did, how fast and how well, with the sample behind each figure (KPI-28)
with

months as (

    select
        *,
        contact_count >= {{ var('agent_shown_minimum_n') }} as is_shown,
        rating_count >= {{ var('agent_ranked_minimum_n') }} as is_ranked,
        {{ wilson_bound('satisfied_count', 'rating_count', '-') }} as wilson_lower

    from {{ ref('int_agent_months') }}

),

days as (

    select
        agent_id,
        cast(date_trunc('month', work_date) as date) as month_start,
        sum(handle_seconds) as occupied_seconds,
        sum(handle_seconds + available_seconds) as work_seconds

    from {{ ref('fct_agent_days') }}

    where is_included

    group by 1, 2

),

trainings as (

    select * from {{ ref('fct_agent_trainings') }}
    where is_included

),

last_trainings as (

    select
        months.agent_month_id,
        max(trainings.completed_date) as last_trained_date

    from months

    inner join trainings
        on months.agent_id = trainings.agent_id
        and months.month_end > trainings.completed_date

    group by 1

),

-- nine of ten is no better than 170 of 200: the lower bound ranks, not the share
ranked as (

    select
        months.*,
        last_trainings.last_trained_date,
        days.occupied_seconds / nullif(days.work_seconds, 0) as occupancy_rate,
        rank() over (
            partition by months.month_start, months.is_ranked
            order by round(months.wilson_lower, 9) desc
        ) as rank_among_equals

    from months

    left join days
        on months.agent_id = days.agent_id
        and months.month_start = days.month_start

    left join last_trainings
        on months.agent_month_id = last_trainings.agent_month_id

)

-- a figure on too few observations says nothing about an agent: its n stays, its value does not
select
    -- ids; the key of the agent in its tool, no name and no address
    agent_month_id,
    agent_id,
    source_system,
    -- text
    agent_group,
    -- numbers
    contact_count,
    replied_ticket_count,
    call_count,
    first_reply_count,
    case when first_reply_count >= {{ var('agent_shown_minimum_n') }} then first_response_minutes end
        as first_response_median_minutes,
    resolved_count,
    case when resolved_count >= {{ var('agent_shown_minimum_n') }} then reopened_count / cast(resolved_count as double) end
        as reopen_rate,
    issue_count,
    case when issue_count >= {{ var('agent_shown_minimum_n') }} then one_contact_issue_count / cast(issue_count as double) end
        as fcr,
    rating_count,
    case when rating_count >= {{ var('agent_shown_minimum_n') }} then satisfied_count / cast(rating_count as double) end
        as csat,
    case when rating_count >= {{ var('agent_shown_minimum_n') }} then wilson_lower end as csat_wilson_lower,
    case when is_ranked then rank_among_equals end as csat_rank,
    case when measured_call_count >= {{ var('agent_shown_minimum_n') }} then handle_seconds / measured_call_count end
        as aht_seconds,
    case when call_count >= {{ var('agent_shown_minimum_n') }} then transferred_call_count / cast(call_count as double) end
        as transfer_rate,
    case when is_shown then occupancy_rate end as occupancy,
    -- booleans
    is_shown,
    is_ranked,
    is_active,
    is_trained,
    -- dates
    month_start,
    last_trained_date

from ranked
