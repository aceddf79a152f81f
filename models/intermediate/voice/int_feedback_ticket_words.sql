-- one row per message with which a customer opened a ticket, and per social message: words that nobody asked for
with

-- an automatic answer is no one's word
messages as (

    select * from {{ ref('int_ticket_messages_unioned') }}
    where is_public
        and not is_deleted
        and author_role <> 'bot'

),

tickets as (

    select * from {{ ref('int_ticket_scope') }}

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

),

spoken as (

    select
        'message|' || numbered.message_id as feedback_item_id,
        numbered.source_system,
        tickets.customer_id,
        tickets.account_id,
        tickets.payer_id,
        tickets.agent_id,
        tickets.ticket_id,
        cast(null as string) as survey_id,
        cast(null as string) as survey_response_id,
        cast(null as string) as survey_answer_id,
        numbered.message_id,
        'unsolicited' as source_kind,
        case when tickets.channel = 'social' then 'social' else 'ticket' end
            as feedback_source,
        tickets.segment,
        tickets.channel,
        tickets.agent_group,
        numbered.body as feedback_text,
        tickets.exclusion_reason as giver_exclusion_reason,
        numbered.sent_at as feedback_at

    from numbered

    inner join tickets
        on numbered.ticket_id = tickets.ticket_id

    where numbered.author_role = 'customer'
        and numbered.body is not null
        -- later messages answer a question of ours; in public every word counts
        and (numbered.message_number = 1 or tickets.channel = 'social')

)

select * from spoken
