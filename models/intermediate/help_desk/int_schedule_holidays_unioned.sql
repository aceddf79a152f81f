-- one row per schedule of a tool and holiday: the input contract
with

holidays as (

    select * from {{ ref('int_schedule_holidays_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_holiday_id as schedule_holiday_id,
        source_system || ':' || source_schedule_id as schedule_id,
        source_system,
        source_schedule_id,
        -- text
        holiday_name,
        -- booleans
        coalesce(is_deleted, false) as is_deleted,
        -- dates (local, both closed) and timestamps
        first_date,
        last_date,
        loaded_at

    from holidays

)

select * from keyed
