-- one row per raw row of the help desk tables: taken in, or the reason why not
{{ config(materialized = 'view') }}

with

agents as (

    select
        source_system,
        source_table,
        source_agent_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_agents_checked') }}

),

tickets as (

    select
        source_system,
        source_table,
        source_ticket_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_tickets_checked') }}

),

ticket_events as (

    select
        source_system,
        source_table,
        source_event_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_ticket_events_checked') }}

),

ticket_messages as (

    select
        source_system,
        source_table,
        source_message_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_ticket_messages_checked') }}

),

service_levels as (

    select * from {{ ref('int_service_level_row_verdicts') }}

),

unioned as (

    select * from agents
    union all
    select * from tickets
    union all
    select * from ticket_events
    union all
    select * from ticket_messages
    union all
    select * from {{ ref('int_call_row_verdicts') }}
    union all
    select * from service_levels

)

select * from unioned

-- what a staging model made by itself has no raw row
where source_table is not null
