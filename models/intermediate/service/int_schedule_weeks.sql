-- one row per schedule and weekly opening interval, of the tools and of the seed business_hours
with

intervals as (

    select * from {{ ref('int_schedules_unioned') }}

),

-- an edited schedule leaves deleted intervals behind; tickets still name one that was deleted as a whole
schedules as (

    select
        schedule_id,
        bool_and(is_deleted) as is_deleted,
        -- a schedule is in one zone
        max(time_zone) as time_zone

    from intervals

    group by 1

),

tool_weeks as (

    select
        intervals.schedule_interval_id,
        intervals.schedule_id,
        intervals.source_system,
        schedules.time_zone,
        intervals.is_default,
        intervals.opens_minute,
        intervals.closes_minute

    from intervals

    inner join schedules
        on intervals.schedule_id = schedules.schedule_id
        and intervals.is_deleted = schedules.is_deleted

),

seed_days as (

    select
        business_hours.*,
        (business_hours.iso_weekday - 1) * 1440 as midnight_minute,
        {{ minute_of_day('business_hours.opens_at') }} as start_minute,
        {{ minute_of_day('business_hours.closes_at') }} as end_minute

    from {{ ref('business_hours') }} as business_hours

    -- the tool's own schedule comes before a seed of the same name
    left join schedules
        on business_hours.schedule_id = schedules.schedule_id

    where schedules.schedule_id is null

),

seed_weeks as (

    select
        schedule_id || '|' || iso_weekday || '|' || opens_at as schedule_interval_id,
        schedule_id,
        cast(null as string) as source_system,
        time_zone,
        false as is_default,
        midnight_minute + start_minute as opens_minute,
        -- who closes before opening works over midnight
        midnight_minute + end_minute
        + case when end_minute <= start_minute then 1440 else 0 end as closes_minute

    from seed_days

),

unioned as (

    select * from tool_weeks
    union all
    select * from seed_weeks

)

select * from unioned
