-- one row per raw row of zendesk.ticket_comment, and of zendesk.ticket_chat_event that is a message, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

comments as (

    select
        'ticket_comment' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_message_id,
        source_ticket_id,
        source_author_id,
        -- what an author is, the user table says; -1 is Zendesk itself
        case when source_author_id = '-1' then 'system' end as raw_author_role,
        body,
        is_public,
        is_deleted,
        sent_at,
        loaded_at,
        raw_record

    from {{ ref('base_zendesk__ticket_comments') }}

),

chats as (

    select * from {{ ref('base_zendesk__ticket_chats') }}
    where version_number = 1

),

chat_messages as (

    select
        'ticket_chat_event' as source_table,
        events.raw_row_id,
        events.version_number,
        events.is_exact_duplicate,
        events.source_chat_event_id as source_message_id,
        chats.source_ticket_id,
        events.source_author_id,
        events.raw_author_role,
        events.body,
        true as is_public,
        false as is_deleted,
        events.occurred_at as sent_at,
        events.loaded_at,
        events.raw_record

    from {{ ref('base_zendesk__ticket_chat_events') }} as events

    left join chats
        on events.source_chat_id = chats.source_chat_id

    -- joins, transfers and what is shown again from an earlier chat are lookup rows
    where events.is_message

),

unioned as (

    select * from comments
    union all
    select * from chat_messages

),

shaped as (

    select
        'zendesk' as source_system,
        unioned.*,
        false as is_opening

    from unioned

)

select * from shaped
