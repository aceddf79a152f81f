-- one row per ticket with a status history: when it was solved and closed, and who waited how long
with

periods as (

    select * from {{ ref('int_ticket_status_periods') }}

),

totals as (

    select
        ticket_id,
        min(started_at) filter (where status = 'solved') as first_solved_at,
        -- a tool may have several statuses that mean solved: passing between them solves nothing anew
        max(started_at) filter (
            where status = 'solved' and coalesce(previous_status, '') <> 'solved'
        ) as last_solved_at,
        min(started_at) filter (where status = 'closed') as first_closed_at,
        max(started_at) filter (where status = 'closed') as last_closed_at,
        -- deleting a ticket is no work on it
        {{ value_at_most("status", "period_number") }} filter (where status <> 'deleted') as last_status,
        -- it was the customer's turn, and no person closed it
        coalesce(
            bool_or(status = 'closed' and previous_status = 'pending' and is_by_automation),
            false
        ) as is_closed_for_no_response,
        sum(period_seconds) filter (where status in ('new', 'open', 'hold'))
            as requester_wait_seconds,
        sum(period_seconds) filter (where status = 'pending') as agent_wait_seconds,
        sum(period_seconds) filter (where status = 'hold') as on_hold_seconds,
        sum(period_business_seconds) filter (where status in ('new', 'open', 'hold'))
            as requester_wait_business_seconds,
        sum(period_business_seconds) filter (where status = 'pending')
            as agent_wait_business_seconds,
        sum(period_business_seconds) filter (where status = 'hold')
            as on_hold_business_seconds,
        -- a time that the calendar does not know would be missing from the sum
        count(*) = count(period_business_seconds) as has_business_time

    from periods

    group by 1

)

select
    ticket_id,
    first_solved_at,
    last_solved_at,
    first_closed_at,
    last_closed_at,
    last_status,
    is_closed_for_no_response,
    coalesce(requester_wait_seconds, 0) / 60.0 as requester_wait_minutes,
    coalesce(agent_wait_seconds, 0) / 60.0 as agent_wait_minutes,
    coalesce(on_hold_seconds, 0) / 60.0 as on_hold_minutes,
    case when has_business_time then coalesce(requester_wait_business_seconds, 0) / 60.0 end
        as requester_wait_business_minutes,
    case when has_business_time then coalesce(agent_wait_business_seconds, 0) / 60.0 end
        as agent_wait_business_minutes,
    case when has_business_time then coalesce(on_hold_business_seconds, 0) / 60.0 end
        as on_hold_business_minutes

from totals
