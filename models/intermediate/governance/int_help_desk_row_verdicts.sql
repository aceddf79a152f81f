-- one row per raw row of the help desk tables: taken in, or the reason why not
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

unioned as (

    select * from agents
    union all
    select * from tickets
    union all
    select * from ticket_events
    union all
    select * from ticket_messages
    union all
    select * from calls
    union all
    select * from {{ ref('int_schedule_row_verdicts') }}

)

select * from unioned

-- what a staging model made by itself has no raw row
where source_table is not null
