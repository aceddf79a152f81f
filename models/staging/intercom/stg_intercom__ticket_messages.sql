-- one row per raw row of intercom.conversation_part_history with a text, and per opening of a conversation, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

-- a reply may stand in a part that closes or assigns; a part without a text is an event
parts as (

    select
        'conversation_part_history' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_part_id as source_message_id,
        source_ticket_id,
        source_author_id,
        raw_author_role,
        body,
        false as is_opening,
        is_public,
        is_deleted,
        created_at as sent_at,
        loaded_at,
        raw_record

    from {{ ref('base_intercom__conversation_parts') }}

    where body is not null

),

-- the first message stands on the conversation and is no part of it
openings as (

    select
        'conversation_history.source' as source_table,
        'intercom.conversation_history.source|' || source_ticket_id || '#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        source_ticket_id || '|source' as source_message_id,
        source_ticket_id,
        source_author_id,
        raw_author_role,
        body,
        true as is_opening,
        true as is_public,
        coalesce(body like '%<i>This message was deleted</i>%', false) as is_deleted,
        created_at as sent_at,
        loaded_at,
        raw_record

    from {{ ref('base_intercom__conversations') }}

    -- without a text it may still be a picture, but not without an author
    where version_number = 1
        and source_ticket_id is not null
        and coalesce(body, source_author_id) is not null

),

unioned as (

    select * from parts
    union all
    select * from openings

),

shaped as (

    select
        'intercom' as source_system,
        unioned.*

    from unioned

)

select * from shaped
