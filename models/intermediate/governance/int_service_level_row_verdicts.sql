-- one row per raw row of service levels, opening hours and the tools' own figures: taken in, or the reason why not
{{ config(materialized = 'view') }}

with

ticket_figures as (

    select
        source_system,
        source_table,
        source_ticket_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_ticket_figures_checked') }}

),

sla_targets as (

    select
        source_system,
        source_table,
        source_sla_target_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_sla_targets_checked') }}

),

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

    select * from ticket_figures
    union all
    select * from sla_targets
    union all
    select * from schedules
    union all
    select * from holidays

)

select * from unioned
