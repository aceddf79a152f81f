-- one row per time zone of a schedule and stretch of time in which its clocks are equally far from UTC
with

zones as (

    select time_zone from {{ ref('int_schedule_weeks') }}
    group by 1

),

-- from the first day of the calendar to the end of the year after as_of
days as (

    select
        cast('{{ var("calendar_start_date") }}' as timestamp) + day_number * interval 1 day as day_started_at

    from (
        select {{ each_number(0, 366 * (var('as_of')[:4] | int + 2 - var('calendar_start_date')[:4] | int)) }}
            as day_number
    ) as numbers

),

zone_days as (

    select
        zones.time_zone,
        days.day_started_at,
        {{ utc_offset_seconds('days.day_started_at', 'zones.time_zone') }} as offset_seconds

    from zones

    cross join days

),

followed_days as (

    select
        *,
        row_number() over zone_order as day_number,
        lead(offset_seconds) over zone_order as next_offset_seconds

    from zone_days

    window zone_order as (partition by time_zone order by day_started_at)

),

-- a day that ends with another offset than it began with is looked at by the minute
minutes as (

    select
        followed_days.time_zone,
        followed_days.day_started_at + numbers.minute_number * interval 1 minute as started_at

    from followed_days

    inner join (select {{ each_number(0, 1441) }} as minute_number) as numbers
        on followed_days.offset_seconds <> followed_days.next_offset_seconds
        or (followed_days.day_number = 1 and numbers.minute_number = 0)

),

measured as (

    select
        *,
        {{ utc_offset_seconds('started_at', 'time_zone') }} as offset_seconds

    from minutes

),

compared as (

    select
        *,
        lag(offset_seconds) over (partition by time_zone order by started_at) as offset_seconds_before

    from measured

),

stretches as (

    select
        time_zone || '|' || started_at as time_zone_offset_id,
        time_zone,
        offset_seconds,
        started_at,
        lead(started_at) over (partition by time_zone order by started_at) as ended_at

    from compared

    where offset_seconds_before is null
        or offset_seconds <> offset_seconds_before

)

select * from stretches
