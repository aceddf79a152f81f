-- one row per ticket with a status history: when it was solved and closed, and who waited how long
select
    ticket_id,
    min(started_at) filter (where status = 'solved') as first_solved_at,
    -- a tool may have several statuses that mean solved: passing between them solves nothing anew
    max(started_at) filter (
        where status = 'solved' and coalesce(previous_status, '') <> 'solved'
    ) as last_solved_at,
    max(started_at) filter (where status = 'closed') as last_closed_at,
    -- deleting a ticket is no work on it
    arg_max(status, period_number) filter (where status <> 'deleted') as last_status,
    sum(period_seconds) filter (where status in ('new', 'open', 'hold'))
    / 60.0 as requester_wait_minutes,
    sum(period_seconds) filter (where status = 'pending')
    / 60.0 as agent_wait_minutes

from {{ ref('int_ticket_status_periods') }}

group by 1
