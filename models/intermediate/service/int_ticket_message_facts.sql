-- one row per ticket with messages: who wrote first, and how often each side wrote in public
with

messages as (

    select *
    from {{ ref('int_ticket_messages_unioned') }}
    where is_public
        and not is_deleted

),

-- written at the same second, the customer's message comes first
numbered as (

    select
        *,
        row_number() over (
            partition by ticket_id
            order by
                sent_at,
                case when author_role = 'customer' then 0 else 1 end,
                message_id
        ) as message_number

    from messages

    -- an automatic answer is no one's word
    where author_role <> 'bot'

),

counted as (

    select
        ticket_id,
        count(*) filter (where author_role = 'agent') as agent_reply_count,
        count(*) filter (where author_role = 'customer') as customer_message_count,
        {{ value_at_least("author_role", "message_number") }} as first_author_role,
        -- a text that stands on the ticket itself says nothing about answers
        count(*) filter (where not is_opening) as landed_message_count

    from numbered

    group by 1

)

select * from counted
