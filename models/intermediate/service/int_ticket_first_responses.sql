-- one row per ticket: its scope, and the public human answer that stops the clock
with

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

-- what people wrote, also among themselves; at the same second the customer comes first, and a note last
messages as (

    select
        ticket_id,
        author_record_id,
        sent_at,
        is_public and author_role = 'agent' as is_reply,
        row_number() over (
            partition by ticket_id
            order by
                sent_at,
                case when author_role = 'customer' then 0 else 1 end,
                case when is_public then 0 else 1 end,
                message_id
        ) as message_number

    from {{ ref('int_ticket_messages_unioned') }}

    where
        not is_deleted
        and author_role <> 'bot'

),

agents as (

    select * from {{ ref('int_agents_unioned') }}

),

-- the message with which an agent opens a ticket is no answer: the first of all, sent with the ticket
answers as (

    select
        messages.ticket_id,
        messages.author_record_id,
        messages.sent_at,
        row_number() over (
            partition by messages.ticket_id
            order by messages.message_number
        ) as answer_number

    from messages

    inner join tickets
        on messages.ticket_id = tickets.ticket_id

    where
        messages.is_reply
        and messages.sent_at >= tickets.clock_started_at
        and not (
            tickets.is_agent_created
            and messages.message_number = 1
            and messages.sent_at
            <= tickets.created_at + interval {{ var('opening_message_minutes') }} minute
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
