-- one row per measure, tool and day of the last eight weeks: its raw rows, against the same weekday of the eight weeks before
with

landed as (

    select measure, source_system, happened_on as day_date, total as row_count
    from {{ ref('int_service_totals') }}
    where stage in ('taken_in', 'turned_away')
    union all
    select measure, source_system, happened_on as day_date, total as row_count
    from {{ ref('int_answer_totals') }}
    where stage in ('taken_in', 'turned_away')
    union all
    select measure, source_system, happened_on as day_date, total as row_count
    from {{ ref('int_revenue_totals') }}
    where stage in ('taken_in', 'turned_away') and measure = 'revenue_rows'
    union all
    select 'ticket_messages' as measure, source_system, cast(sent_at as date) as day_date, count(*) as row_count
    from {{ ref('int_ticket_messages_checked') }}
    group by 1, 2, 3
    union all
    select 'digital_events' as measure, source_system, cast(occurred_at as date) as day_date, count(*) as row_count
    from {{ ref('int_digital_events_checked') }}
    group by 1, 2, 3

),

counted as (

    select
        measure,
        source_system,
        day_date,
        sum(row_count) as row_count,
        min(min(day_date)) over (partition by measure, source_system) as first_date

    from landed

    where day_date < cast({{ as_of() }} as date)

    group by 1, 2, 3

),

-- the days that are over
days as (

    select
        local_date as day_date,
        max(opened_at) is not null as is_business_day

    from {{ ref('int_schedule_days') }}

    where schedule_id = '{{ var("default_schedule_id") }}'
        and local_date >= cast({{ as_of() }} as date) - interval 56 day
        and local_date < cast({{ as_of() }} as date)

    group by 1

),

-- a day without rows is a day with none
awaited as (

    select
        series.measure,
        series.source_system,
        days.day_date,
        days.is_business_day,
        series.first_date <= days.day_date - interval 56 day as has_history

    from days

    cross join (
        select measure, source_system, first_date from counted
        group by 1, 2, 3
    ) as series

),

compared as (

    select
        awaited.measure,
        awaited.source_system,
        awaited.day_date,
        awaited.is_business_day,
        awaited.has_history,
        coalesce(sum(counted.row_count) filter (where weeks.days_before = 0), 0) as row_count,
        median(coalesce(counted.row_count, 0)) filter (where weeks.days_before > 0)
            as median_row_count

    from awaited

    cross join (values (0), (7), (14), (21), (28), (35), (42), (49), (56)) as weeks (days_before)

    left join counted
        on awaited.measure = counted.measure
        and awaited.source_system = counted.source_system
        and awaited.day_date - weeks.days_before * interval 1 day = counted.day_date

    group by 1, 2, 3, 4, 5

)

select
    measure || '|' || source_system || '|' || day_date as daily_volume_id,
    source_system,
    measure,
    cast(row_count as bigint) as row_count,
    median_row_count,
    -- of a few rows a day, half more or less is chance
    case
        when has_history and median_row_count >= {{ var('volume_minimum_rows') }}
            then row_count / median_row_count
    end as ratio_to_median,
    is_business_day,
    day_date

from compared
