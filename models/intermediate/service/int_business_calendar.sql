-- one row per schedule and hour (UTC): the open seconds before it, and the part of it that is open
with

hours as (

    select
        dates.date_day + hour_of_day.hour_number * interval 1 hour as slot_started_at

    from {{ ref('int_dates') }} as dates

    cross join (select unnest(range(0, 24)) as hour_number) as hour_of_day

),

business_hours as (

    select * from {{ ref('business_hours') }}

),

-- opening times are local; the zone's offset of that very day makes them UTC
openings as (

    select
        business_hours.schedule_id,
        {{ to_utc('dates.date_day + cast(business_hours.opens_at as time)', 'business_hours.time_zone') }}
            as opened_at,
        {{ to_utc('dates.date_day + cast(business_hours.closes_at as time)', 'business_hours.time_zone') }}
            as closed_at

    from {{ ref('int_dates') }} as dates

    inner join business_hours
        on date_part('isodow', dates.date_day) = business_hours.iso_weekday

    left join {{ ref('business_holidays') }} as holidays
        on business_hours.schedule_id = holidays.schedule_id
        and dates.date_day = holidays.holiday_date

    where holidays.holiday_date is null

),

-- an opening is spread over the hours that it touches
touched_hours as (

    select
        openings.*,
        date_trunc('hour', openings.opened_at)
        + hour_of_opening.hour_number * interval 1 hour as slot_started_at

    from openings

    cross join (select unnest(range(0, 25)) as hour_number) as hour_of_opening

),

open_hours as (

    select
        schedule_id,
        slot_started_at,
        greatest(opened_at, slot_started_at) as open_from,
        least(closed_at, slot_started_at + interval 1 hour) as open_until

    from touched_hours

    where slot_started_at < closed_at

),

schedules as (

    select distinct schedule_id from business_hours

),

slots as (

    select
        schedules.schedule_id,
        hours.slot_started_at,
        open_hours.open_from,
        coalesce(
            {{ epoch_seconds('open_hours.open_until') }}
            - {{ epoch_seconds('open_hours.open_from') }}, 0
        )
            as open_seconds

    from schedules

    cross join hours

    left join open_hours
        on schedules.schedule_id = open_hours.schedule_id
        and hours.slot_started_at = open_hours.slot_started_at

),

cumulated as (

    select
        schedule_id || '|' || slot_started_at as business_slot_id,
        schedule_id,
        slot_started_at,
        open_from,
        open_seconds,
        sum(open_seconds) over (
            partition by schedule_id
            order by slot_started_at
            rows between unbounded preceding and current row
        ) - open_seconds as open_seconds_before

    from slots

)

select * from cumulated
