-- one row per ticket and interval in one status
with

changes as (

    select
        ticket_id,
        ticket_event_id,
        status,
        previous_status,
        occurred_at,
        row_number() over (
            partition by ticket_id
            order by occurred_at, ticket_event_id
        ) as change_number

    from {{ ref('int_ticket_events_unioned') }}

    where event_type = 'status'

),

-- a history that begins with the first change names the status before it: it held from the start
beginnings as (

    select
        changes.ticket_id,
        changes.ticket_id || '|created' as ticket_event_id,
        changes.previous_status as status,
        tickets.created_at as occurred_at

    from changes

    inner join {{ ref('int_tickets_unioned') }} as tickets
        on changes.ticket_id = tickets.ticket_id

    where changes.change_number = 1
        and changes.previous_status is not null
        and changes.occurred_at > tickets.created_at

),

statuses as (

    select
        ticket_id,
        ticket_event_id,
        status,
        occurred_at,
        change_number

    from changes

    union all

    select
        *,
        0 as change_number

    from beginnings

),

periods as (

    select
        ticket_event_id as status_period_id,
        ticket_id,
        status,
        lag(status) over ticket_order as previous_status,
        occurred_at as started_at,
        lead(occurred_at) over ticket_order as next_change_at,
        row_number() over ticket_order as period_number

    from statuses

    window ticket_order as (
        partition by ticket_id
        order by occurred_at, change_number
    )

),

-- the status that still holds ends at as_of for the clock
closed_periods as (

    select
        *,
        next_change_at is null as is_current,
        coalesce(next_change_at, {{ as_of() }}) as ended_at,
        {{ epoch_seconds('coalesce(next_change_at, ' ~ as_of() ~ ')') }}
        - {{ epoch_seconds('started_at') }} as period_seconds

    from periods

)

select * from closed_periods
