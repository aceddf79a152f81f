-- one row per raw row of an e-mail, note or conversation that is no message of a ticket and no chat of its own
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

engagements as (

    select
        source_table,
        source_engagement_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__engagement_messages') }}

    where not is_ticket_message

),

thread_messages as (

    select
        'conversation_message_history' as source_table,
        source_message_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__thread_messages') }}

    where not is_ticket_message

),

threads as (

    select
        'conversation_thread' as source_table,
        source_thread_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__chats') }}

    where not is_chat

),

unioned as (

    select * from engagements
    union all
    select * from thread_messages
    union all
    select * from threads

)

select * from unioned
