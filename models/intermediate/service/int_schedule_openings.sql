-- one row per schedule and stretch of a local weekday in which it is open, without overlaps
with

weeks as (

    select * from {{ ref('int_schedule_weeks') }}

),

-- cut at midnight, because a holiday closes a day; what runs over the end of the week comes round to Monday
pieces as (

    select
        weeks.schedule_id,
        weeks.time_zone,
        days.day_number % 7 + 1 as iso_weekday,
        greatest(weeks.opens_minute - days.day_number * 1440, 0) as opens_minute,
        least(weeks.closes_minute - days.day_number * 1440, 1440) as closes_minute

    from weeks

    inner join (select {{ each_number(0, 14) }} as day_number) as days
        on weeks.opens_minute < (days.day_number + 1) * 1440
        and weeks.closes_minute > days.day_number * 1440

),

-- what overlaps or touches is one opening: no minute is worked twice
reached as (

    select
        *,
        max(closes_minute) over (
            partition by schedule_id, iso_weekday
            order by opens_minute, closes_minute
            rows between unbounded preceding and 1 preceding
        ) as closed_before

    from pieces

),

numbered as (

    select
        *,
        sum(case when opens_minute <= closed_before then 0 else 1 end) over (
            partition by schedule_id, iso_weekday
            order by opens_minute, closes_minute
            rows between unbounded preceding and current row
        ) as opening_number

    from reached

),

merged as (

    select
        schedule_id || '|' || iso_weekday || '|' || opening_number as schedule_opening_id,
        schedule_id,
        max(time_zone) as time_zone,
        cast(iso_weekday as integer) as iso_weekday,
        cast(min(opens_minute) as integer) as opens_minute,
        cast(max(closes_minute) as integer) as closes_minute

    from numbered

    group by schedule_id, iso_weekday, opening_number

)

select * from merged
