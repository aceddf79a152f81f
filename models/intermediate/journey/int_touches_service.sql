-- one row per ticket and per public message on it: the contacts that the help desk knows
{{ config(materialized = 'view') }}

with

-- what is internal never reached anyone
messages as (

    select * from {{ ref('int_ticket_messages_unioned') }}
    where is_public

),

-- a ticket that was merged or canceled was a contact all the same
tickets as (

    select
        *,
        case
            when exclusion_reason not in ('merged', 'canceled', 'outbound')
                then exclusion_reason
        end as touch_exclusion_reason,
        case when exclusion_reason = 'outbound' then 'outbound' else 'inbound' end
            as direction

    from {{ ref('int_ticket_scope') }}

),

-- what was written as the ticket was opened is no second contact
openings as (

    select
        messages.ticket_id,
        min(messages.message_id) as message_id

    from messages

    inner join tickets
        on messages.ticket_id = tickets.ticket_id
        and messages.sent_at = tickets.created_at

    where messages.author_role = 'customer'
        and not messages.is_deleted

    group by 1

),

authors as (

    select
        messages.message_id,
        agents.agent_id

    from messages

    inner join {{ ref('int_agents_unioned') }} as agents
        on messages.author_record_id = agents.agent_id

)

select
    'ticket|' || tickets.ticket_id as touch_id,
    'message|' || openings.message_id as feedback_key,
    'ticket' as contact_kind,
    tickets.direction,
    tickets.channel,
    tickets.touch_exclusion_reason as exclusion_reason,
    tickets.ticket_id,
    tickets.source_system,
    tickets.customer_id,
    tickets.account_id,
    tickets.payer_id,
    tickets.segment,
    tickets.agent_id,
    tickets.agent_group,
    tickets.created_at as touched_at
from tickets
left join openings
    on tickets.ticket_id = openings.ticket_id

union all

select
    'message|' || messages.message_id as touch_id,
    'message|' || messages.message_id as feedback_key,
    case
        when messages.author_role in ('agent', 'bot') then 'agent_reply'
        else 'customer_message'
    end as contact_kind,
    case
        when messages.author_role in ('agent', 'bot') then 'outbound'
        else 'inbound'
    end as direction,
    tickets.channel,
    case
        when messages.is_deleted then 'deleted'
        when tickets.touch_exclusion_reason is not null then tickets.touch_exclusion_reason
        when messages.author_role = 'bot' then 'bot'
        when messages.author_role = 'unknown' then 'unknown_author'
    end as exclusion_reason,
    tickets.ticket_id,
    tickets.source_system,
    tickets.customer_id,
    tickets.account_id,
    tickets.payer_id,
    tickets.segment,
    coalesce(authors.agent_id, tickets.agent_id) as agent_id,
    tickets.agent_group,
    messages.sent_at as touched_at
from messages
inner join tickets
    on messages.ticket_id = tickets.ticket_id
    and messages.sent_at <> tickets.created_at
left join authors
    on messages.message_id = authors.message_id
