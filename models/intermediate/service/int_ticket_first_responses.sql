-- one row per ticket that a human agent answered in public: the answer that stops the clock
with

tickets as (

    select
        ticket_id,
        source_system,
        is_agent_created,
        clock_started_at

    from {{ ref('int_ticket_scope') }}

),

message_facts as (

    select
        ticket_id,
        first_author_role

    from {{ ref('int_ticket_message_facts') }}

),

replies as (

    select
        messages.ticket_id,
        messages.author_record_id,
        messages.sent_at,
        row_number() over (
            partition by messages.ticket_id
            order by messages.sent_at, messages.message_id
        ) as reply_number

    from {{ ref('int_ticket_messages_unioned') }} as messages

    where messages.is_public
        and not messages.is_deleted
        and messages.author_role = 'agent'

),

-- the message with which an agent opens a ticket is no answer: the next one is
answering as (

    select
        replies.*,
        row_number() over (
            partition by replies.ticket_id
            order by replies.reply_number
        ) as answer_number

    from replies

    inner join tickets
        on replies.ticket_id = tickets.ticket_id

    inner join message_facts
        on replies.ticket_id = message_facts.ticket_id

    where replies.sent_at >= tickets.clock_started_at
        and (
            replies.reply_number > 1
            or not tickets.is_agent_created
            or message_facts.first_author_role <> 'agent'
        )

)

select
    ticket_id,
    author_record_id as first_responder_record_id,
    sent_at as first_response_at

from answering

where answer_number = 1
