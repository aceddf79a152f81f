-- one row per schedule and hour (UTC), two or more where the hour is cut by a second opening: the open seconds before it, and the part of it that is open
with

days as (

    select * from {{ ref('int_schedule_days') }}

),

hours as (

    select
        days.schedule_id,
        days.local_date + numbers.hour_number * interval 1 hour as slot_started_at

    from (
        select schedule_id, local_date from days
        group by 1, 2
    ) as days

    cross join (select {{ each_number(0, 24) }} as hour_number) as numbers

),

-- an opening is spread over the hours that it touches
touched_hours as (

    select
        days.schedule_id,
        days.opened_at,
        days.closed_at,
        date_trunc('hour', days.opened_at) + numbers.hour_number * interval 1 hour as slot_started_at

    from days

    -- a day of 24 hours and the hour that the clocks were turned back; it may begin within an hour
    inner join (select {{ each_number(0, 27) }} as hour_number) as numbers
        on date_trunc('hour', days.opened_at) + numbers.hour_number * interval 1 hour < days.closed_at

),

openings as (

    select
        schedule_id,
        slot_started_at,
        greatest(opened_at, slot_started_at) as open_from,
        least(closed_at, slot_started_at + interval 1 hour) as open_until,
        row_number() over slot_order as opening_number,
        lead(opened_at) over slot_order as next_opened_at

    from touched_hours

    window slot_order as (partition by schedule_id, slot_started_at order by opened_at)

),

slots as (

    select
        hours.schedule_id,
        hours.slot_started_at,
        -- a second opening begins a row of its own
        case when openings.opening_number > 1 then openings.open_from end as cut_from,
        openings.next_opened_at as cut_until,
        openings.open_from,
        coalesce({{ epoch_seconds('openings.open_until') }} - {{ epoch_seconds('openings.open_from') }}, 0)
            as open_seconds

    from hours

    left join openings
        on hours.schedule_id = openings.schedule_id
        and hours.slot_started_at = openings.slot_started_at

),

cumulated as (

    select
        schedule_id || '|' || slot_started_at || coalesce('|' || cut_from, '') as business_slot_id,
        schedule_id,
        slot_started_at,
        cut_from,
        cut_until,
        open_from,
        open_seconds,
        sum(open_seconds) over (
            partition by schedule_id
            order by slot_started_at, open_from
            rows between unbounded preceding and current row
        ) - open_seconds as open_seconds_before

    from slots

)

select * from cumulated
