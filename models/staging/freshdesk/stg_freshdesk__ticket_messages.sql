-- one row per raw row of freshdesk.conversations, and one for the opening text of each ticket, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

conversations as (

    select * from {{ ref('base_freshdesk__conversations') }}

),

tickets as (

    select * from {{ ref('base_freshdesk__tickets') }}
    where version_number = 1

),

written as (

    select
        'conversations' as source_table,
        conversations.raw_row_id,
        conversations.version_number,
        conversations.is_exact_duplicate,
        conversations.source_message_id,
        conversations.source_ticket_id,
        conversations.source_author_id,
        -- the side is told by `incoming`, also for an agent who is listed no more
        case
            when conversations.raw_message_source = '6' then 'system'
            when conversations.is_incoming then 'customer'
            when conversations.source_author_id = tickets.source_requester_id
                then 'customer'
            when not conversations.is_incoming then 'agent'
        end as raw_author_role,
        conversations.body,
        false as is_opening,
        -- survey feedback (6) is no reply; a forward (8) goes to somebody else than the customer
        not conversations.is_private
        and coalesce(conversations.raw_message_source, '') not in ('6', '8')
            as is_public,
        conversations.is_deleted,
        conversations.sent_at,
        conversations.loaded_at,
        conversations.raw_record

    from conversations

    left join tickets
        on conversations.source_ticket_id = tickets.source_ticket_id

),

-- the text that opens a ticket is no conversation: the customer's, or ours where we wrote first
opening as (

    select
        'tickets.description' as source_table,
        'freshdesk.tickets.description|' || source_ticket_id as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        source_ticket_id || '|description' as source_message_id,
        source_ticket_id,
        case
            when raw_channel = '10' then source_assignee_id
            else source_requester_id
        end as source_author_id,
        -- the agent table decides on ours: by one who is not in it, it would seem an answer
        case
            when coalesce(raw_channel, '') <> '10' then 'customer'
        end as raw_author_role,
        opening_text as body,
        true as is_opening,
        true as is_public,
        false as is_deleted,
        created_at as sent_at,
        loaded_at,
        raw_record

    from tickets

    where source_ticket_id is not null

),

unioned as (

    select * from written
    union all
    select * from opening

),

shaped as (

    select
        'freshdesk' as source_system,
        unioned.*

    from unioned

)

select * from shaped
