-- one row per raw row of the tables of calls and their legs: taken in, or the reason why not
{{ config(materialized = 'view') }}

with

calls as (

    select
        source_system,
        source_table,
        source_call_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_calls_checked') }}

),

call_legs as (

    select
        source_system,
        source_table,
        source_call_leg_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_call_legs_checked') }}

),

unioned as (

    select * from calls
    union all
    select * from call_legs

)

select * from unioned
