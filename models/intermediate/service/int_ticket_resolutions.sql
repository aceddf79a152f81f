-- one row per ticket: when it was solved first and last, how often it was reopened, who waited for whom
with

-- a reopened ticket may keep the times of its last solution: they hold only while it is not worked on
tickets as (

    select
        *,
        case when coalesce(status, '') not in ('new', 'open', 'pending', 'hold') then resolved_at end
            as held_resolved_at,
        case when coalesce(status, '') not in ('new', 'open', 'pending', 'hold') then closed_at end
            as held_closed_at

    from {{ ref('int_tickets_unioned') }}

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

assignments as (

    select * from {{ ref('int_ticket_assignments') }}

),

-- a tool that never names a group says nothing about changes of it
tools_with_groups as (

    select distinct tickets.source_system
    from tickets
    inner join assignments on tickets.ticket_id = assignments.ticket_id
    where assignments.group_hop_count is not null

),

-- without a history of the status the tool's own times and totals stand
resolved as (

    select
        tickets.ticket_id,
        case
            when periods.ticket_id is null
                then coalesce(tickets.held_resolved_at, tickets.held_closed_at)
            when periods.last_status not in ('solved', 'closed') then null
            else coalesce(periods.last_solved_at, periods.last_closed_at)
        end as resolved_at,
        case
            when periods.ticket_id is not null
                then coalesce(periods.first_solved_at, periods.first_closed_at)
            -- of what was reopened only the last solution is known
            when coalesce(tickets.source_reopen_count, 0) = 0
                then coalesce(tickets.held_resolved_at, tickets.held_closed_at)
        end as first_resolved_at,
        case
            when periods.ticket_id is null and tickets.held_resolved_at is not null
                then 'solved'
            when periods.ticket_id is null and tickets.held_closed_at is not null
                then 'closed_without_solve'
            when periods.ticket_id is null
                or periods.last_status not in ('solved', 'closed') then 'open'
            when periods.last_solved_at is not null then 'solved'
            when periods.is_closed_for_no_response then 'no_response'
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
        case when tools.source_system is not null then coalesce(assignments.group_hop_count, 0) end as group_hop_count,
        periods.requester_wait_minutes,
        periods.requester_wait_business_minutes,
        periods.agent_wait_minutes,
        periods.agent_wait_business_minutes,
        periods.on_hold_minutes,
        periods.on_hold_business_minutes

    from tickets

    left join periods
        on tickets.ticket_id = periods.ticket_id

    left join reopens
        on tickets.ticket_id = reopens.ticket_id

    left join assignments
        on tickets.ticket_id = assignments.ticket_id

    left join tools_with_groups as tools
        on tickets.source_system = tools.source_system

)

select * from resolved
