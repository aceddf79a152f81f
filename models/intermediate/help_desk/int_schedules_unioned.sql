-- one row per schedule of a tool and weekly opening interval: the input contract
with

schedules as (

    select * from {{ ref('int_schedules_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_interval_id as schedule_interval_id,
        source_system || ':' || source_schedule_id as schedule_id,
        source_system,
        source_schedule_id,
        -- text
        schedule_name,
        time_zone,
        raw_time_zone,
        -- numbers: minutes of the local week from Monday 00:00
        opens_minute,
        closes_minute,
        -- booleans
        coalesce(is_default, false) as is_default,
        coalesce(is_deleted, false) as is_deleted,
        -- timestamps
        loaded_at

    from schedules

)

select * from keyed
