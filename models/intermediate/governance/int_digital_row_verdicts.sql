-- one row per raw row of the tables of events and page views: taken in, or the reason why not
{{ config(materialized = 'view') }}

with

events as (

    select
        source_system,
        source_table,
        source_event_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_digital_events_checked') }}

),

page_views as (

    select
        source_system,
        source_table,
        source_page_view_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_page_views_checked') }}

),

unioned as (

    select * from events
    union all
    select * from page_views

)

select * from unioned
