-- one row per ticket and interval in one status
with

statuses as (

    select * from {{ ref('int_ticket_status_changes') }}

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

-- a change ends one period and begins the next, so it is looked up in the calendar once
periods as (

    select
        statuses.ticket_event_id as status_period_id,
        statuses.ticket_id,
        statuses.status,
        lag(statuses.status) over ticket_order as previous_status,
        statuses.is_by_automation,
        statuses.occurred_at as started_at,
        lead(statuses.occurred_at) over ticket_order as next_change_at,
        row_number() over ticket_order as period_number,
        statuses.schedule_id,
        {{ open_seconds_until('statuses.occurred_at', 'started') }} as open_seconds_at_start,
        lead({{ open_seconds_until('statuses.occurred_at', 'started') }}) over ticket_order
            as open_seconds_at_next

    from statuses

    left join calendar as started
        on {{ slot_of('started', 'statuses.schedule_id', 'statuses.occurred_at') }}

    window ticket_order as (
        partition by statuses.ticket_id
        order by statuses.occurred_at, statuses.change_number
    )

),

-- the status that still holds ends at as_of for the clock
closed_periods as (

    select
        periods.status_period_id,
        periods.ticket_id,
        periods.status,
        periods.previous_status,
        periods.is_by_automation,
        periods.started_at,
        periods.next_change_at,
        periods.period_number,
        periods.next_change_at is null as is_current,
        coalesce(periods.next_change_at, {{ as_of() }}) as ended_at,
        {{ epoch_seconds('coalesce(periods.next_change_at, ' ~ as_of() ~ ')') }}
        - {{ epoch_seconds('periods.started_at') }} as period_seconds,
        case
            when periods.next_change_at is null
                then {{ open_seconds_until(as_of(), 'today') }}
            else periods.open_seconds_at_next
        end - periods.open_seconds_at_start as period_business_seconds

    from periods

    left join calendar as today
        on {{ slot_of('today', 'periods.schedule_id', as_of()) }}

)

select * from closed_periods
