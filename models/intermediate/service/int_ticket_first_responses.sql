-- one row per ticket: its scope, and the public human answer that stops the clock
with

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

replies as (

    select
        ticket_id,
        author_record_id,
        sent_at,
        row_number() over (
            partition by ticket_id
            order by sent_at, message_id
        ) as reply_number

    from {{ ref('int_ticket_messages_unioned') }}

    where
        is_public
        and not is_deleted
        and author_role = 'agent'

),

message_facts as (

    select * from {{ ref('int_ticket_message_facts') }}

),

agents as (

    select * from {{ ref('int_agents_unioned') }}

),

-- the message with which an agent opens a ticket is no answer: the next one is
answers as (

    select
        replies.ticket_id,
        replies.author_record_id,
        replies.sent_at,
        row_number() over (
            partition by replies.ticket_id
            order by replies.reply_number
        ) as answer_number

    from replies

    inner join tickets
        on replies.ticket_id = tickets.ticket_id

    inner join message_facts
        on replies.ticket_id = message_facts.ticket_id

    where
        replies.sent_at >= tickets.clock_started_at
        and (
            replies.reply_number > 1
            or not tickets.is_agent_created
            or message_facts.first_author_role <> 'agent'
        )

)

select
    tickets.*,
    answers.author_record_id as first_responder_record_id,
    coalesce(agents.agent_id, 'unassigned') as first_responder_agent_id,
    -- the tool's own figure stands in where its messages were not landed
    coalesce(
        answers.sent_at,
        case when not tickets.has_landed_messages then tickets.source_first_response_at end
    ) as first_response_at

from tickets

left join answers
    on tickets.ticket_id = answers.ticket_id
    and answers.answer_number = 1

left join agents
    on answers.author_record_id = agents.agent_id
