-- one row per raw row of zendesk.ticket_chat, with what its events say: when it began, who answered, when the customer left
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

chats as (

    select * from {{ ref('base_zendesk__ticket_chats') }}

),

staff as (

    select * from {{ ref('base_zendesk__staff') }}

),

events as (

    select
        events.source_chat_id,
        events.source_author_id,
        events.chat_event_type,
        events.occurred_at,
        -- an agent in messaging is a plain number too
        case
            when staff.source_user_id is not null then 'agent'
            else events.raw_author_role
        end as author_role

    from {{ ref('base_zendesk__ticket_chat_events') }} as events

    left join staff
        on events.source_author_id = staff.source_user_id

    where events.version_number = 1
        and not events.is_history

),

sessions as (

    select
        source_chat_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        min(occurred_at) filter (
            where chat_event_type = 'chatmessage' and author_role = 'agent'
        ) as first_agent_message_at,
        {{ value_at_least("source_author_id", "cast(occurred_at as string) || '|' || source_author_id") }} filter (
            where chat_event_type = 'chatmessage' and author_role = 'agent'
        ) as source_agent_id,
        max(occurred_at) filter (
            where chat_event_type = 'chatleave' and author_role = 'customer'
        ) as left_at,
        count(*) filter (where chat_event_type = 'chatdepartmenttransfer')
            as transfer_count

    from events

    group by 1

),

joined as (

    select
        chats.*,
        sessions.started_at,
        sessions.ended_at,
        sessions.first_agent_message_at,
        sessions.source_agent_id,
        sessions.left_at,
        sessions.transfer_count

    from chats

    left join sessions
        on chats.source_chat_id = sessions.source_chat_id

)

select * from joined
