-- one row per schedule, local day and opening, in UTC; a day that stays closed has one row without an opening
with

dates as (

    select * from {{ ref('int_dates') }}

),

openings as (

    select * from {{ ref('int_schedule_openings') }}

),

holidays as (

    select schedule_id, first_date, last_date
    from {{ ref('int_schedule_holidays_unioned') }}
    where not is_deleted

    union all

    select schedule_id, holiday_date as first_date, holiday_date as last_date
    from {{ ref('business_holidays') }}

),

schedules as (

    select schedule_id from openings
    group by 1

),

open_days as (

    select
        schedules.schedule_id,
        dates.date_day as local_date

    from schedules

    cross join dates

    left join holidays
        on schedules.schedule_id = holidays.schedule_id
        and dates.date_day between holidays.first_date and holidays.last_date

    where holidays.schedule_id is null

),

-- what the clock on the wall shows
local_openings as (

    select
        open_days.schedule_id,
        open_days.local_date,
        openings.time_zone,
        open_days.local_date + openings.opens_minute * interval 1 minute as local_opened_at,
        open_days.local_date + openings.closes_minute * interval 1 minute as local_closed_at

    from open_days

    inner join openings
        on open_days.schedule_id = openings.schedule_id
        and {{ iso_weekday('open_days.local_date') }} = openings.iso_weekday

),

-- an hour that the clocks skip is not there to be worked, one that they show twice is worked twice
utc_openings as (

    select
        local_openings.schedule_id,
        local_openings.local_date,
        greatest(
            local_openings.local_opened_at - offsets.offset_seconds * interval 1 second,
            offsets.started_at
        ) as opened_at,
        least(
            local_openings.local_closed_at - offsets.offset_seconds * interval 1 second,
            offsets.ended_at
        ) as closed_at

    from local_openings

    inner join {{ ref('int_time_zone_offsets') }} as offsets
        on local_openings.time_zone = offsets.time_zone

),

days as (

    select
        schedules.schedule_id || '|' || dates.date_day || coalesce('|' || utc_openings.opened_at, '')
            as schedule_day_id,
        schedules.schedule_id,
        dates.date_day as local_date,
        utc_openings.opened_at,
        utc_openings.closed_at

    from schedules

    cross join dates

    left join utc_openings
        on schedules.schedule_id = utc_openings.schedule_id
        and dates.date_day = utc_openings.local_date
        and utc_openings.opened_at < utc_openings.closed_at

)

select * from days
