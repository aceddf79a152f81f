-- one row per ticket: when it was solved first and last, how often it was reopened, who waited for whom
with

tickets as (

    select * from {{ ref('int_tickets_unioned') }}

),

periods as (

    select * from {{ ref('int_ticket_status_totals') }}

),

reopens as (

    select
        ticket_id,
        count(*) as reopen_count,
        count(*) filter (where is_counted) as counted_reopen_count

    from {{ ref('int_ticket_reopens') }}

    group by 1

),

assignees as (

    select
        ticket_id,
        raw_value as assignee,
        coalesce(
            raw_previous_value,
            lag(raw_value) over (
                partition by ticket_id
                order by occurred_at, ticket_event_id
            )
        ) as previous_assignee

    from {{ ref('int_ticket_events_unioned') }}

    where event_type = 'assignee'

),

-- the first one to take a ticket has it from nobody
assignments as (

    select
        ticket_id,
        count(*) as reassignment_count

    from assignees

    where previous_assignee is not null
        and assignee <> previous_assignee

    group by 1

),

-- without a history of the status the tool's own times and totals stand
resolved as (

    select
        tickets.ticket_id,
        case
            when periods.ticket_id is null
                then coalesce(tickets.resolved_at, tickets.closed_at)
            when periods.last_status not in ('solved', 'closed') then null
            else coalesce(periods.last_solved_at, periods.last_closed_at)
        end as resolved_at,
        case
            when periods.ticket_id is null
                then coalesce(tickets.resolved_at, tickets.closed_at)
            else coalesce(periods.first_solved_at, periods.last_closed_at)
        end as first_resolved_at,
        case
            when periods.ticket_id is null and tickets.resolved_at is not null
                then 'solved'
            when periods.ticket_id is null and tickets.closed_at is not null
                then 'closed_without_solve'
            when periods.ticket_id is null
                or periods.last_status not in ('solved', 'closed') then 'open'
            when periods.last_solved_at is not null then 'solved'
            else 'closed_without_solve'
        end as resolution_type,
        case
            when periods.ticket_id is not null then coalesce(reopens.reopen_count, 0)
            else coalesce(tickets.source_reopen_count, 0)
        end as reopen_count,
        case
            when periods.ticket_id is not null
                then coalesce(reopens.counted_reopen_count, 0)
            else coalesce(tickets.source_reopen_count, 0)
        end as counted_reopen_count,
        coalesce(
            tickets.source_reassignment_count, assignments.reassignment_count, 0
        ) as reassignment_count,
        periods.requester_wait_minutes,
        periods.agent_wait_minutes

    from tickets

    left join periods
        on tickets.ticket_id = periods.ticket_id

    left join reopens
        on tickets.ticket_id = reopens.ticket_id

    left join assignments
        on tickets.ticket_id = assignments.ticket_id

)

select * from resolved
