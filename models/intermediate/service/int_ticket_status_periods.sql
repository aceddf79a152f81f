-- one row per ticket and interval in one status
with

changes as (

    select
        ticket_id,
        ticket_event_id,
        status,
        occurred_at

    from {{ ref('int_ticket_events_unioned') }}

    where event_type = 'status'

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

    from changes

    window ticket_order as (
        partition by ticket_id
        order by occurred_at, ticket_event_id
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
