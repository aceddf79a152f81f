-- one row per word of a person of ours to a known customer: a public message on a ticket, or a call that was answered
with

messages as (

    select
        'message|' || messages.message_id as outreach_id,
        tickets.customer_id,
        messages.author_record_id as agent_id,
        tickets.channel,
        messages.sent_at as reached_at

    from {{ ref('int_ticket_messages_unioned') }} as messages

    inner join {{ ref('int_ticket_scope') }} as tickets
        on messages.ticket_id = tickets.ticket_id

    where messages.is_public
        and not messages.is_deleted
        and messages.author_role = 'agent'

),

calls as (

    select
        'call|' || calls.call_id as outreach_id,
        people.customer_id,
        calls.agent_id,
        'phone' as channel,
        calls.started_at as reached_at

    from {{ ref('int_calls_unioned') }} as calls

    inner join {{ ref('int_customer_keys') }} as people
        on calls.contact_record_id = people.contact_record_id

    where calls.contact_kind = 'call'
        and calls.direction = 'outbound'
        and calls.outcome = 'answered'
        and not calls.is_deleted

),

unioned as (

    select * from messages
    union all
    select * from calls

)

select * from unioned
where customer_id is not null
    and customer_id <> 'unknown'
