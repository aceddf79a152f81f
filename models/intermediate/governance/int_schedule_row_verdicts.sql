-- one row per raw row of the tables of schedules and of their holidays: taken in, or the reason why not
with

schedules as (

    select
        source_system,
        source_table,
        source_interval_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_schedules_checked') }}

),

holidays as (

    select
        source_system,
        source_table,
        source_holiday_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_schedule_holidays_checked') }}

),

unioned as (

    select * from schedules
    union all
    select * from holidays

)

select * from unioned
