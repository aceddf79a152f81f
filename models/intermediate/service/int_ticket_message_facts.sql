-- one row per ticket with messages: how often each side wrote in public
with

messages as (

    select *
    from {{ ref('int_ticket_messages_unioned') }}
    where is_public
        and not is_deleted
        -- an automatic answer is no one's word
        and author_role <> 'bot'

),

counted as (

    select
        ticket_id,
        count(*) filter (where author_role = 'agent') as agent_reply_count,
        count(*) filter (where author_role = 'customer') as customer_message_count,
        -- a text that stands on the ticket itself says nothing about answers
        count(*) filter (where not is_opening) as landed_message_count

    from messages

    group by 1

)

select * from counted
