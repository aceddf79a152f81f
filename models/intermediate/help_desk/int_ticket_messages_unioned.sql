-- one row per message of a ticket, public or internal, with the role of its author: the input contract
with

messages as (

    select * from {{ ref('int_ticket_messages_checked') }}
    where reason_code is null

),

agents as (

    select
        source_system,
        source_agent_id,
        is_bot

    from {{ ref('int_agents_unioned') }}

),

tickets as (

    select
        ticket_id,
        requester_record_id

    from {{ ref('int_tickets_unioned') }}

),

contacts as (

    select contact_record_id from {{ ref('int_contacts_unioned') }}

),

keyed as (

    select
        -- ids
        messages.source_system || ':' || messages.source_message_id as message_id,
        messages.source_system,
        messages.source_message_id,
        messages.source_system || ':' || messages.source_ticket_id as ticket_id,
        messages.source_system || ':' || messages.source_author_id
            as author_record_id,
        -- text; who cannot be told apart is no agent, so that nothing stops a clock by mistake
        case
            when messages.raw_author_role in ('bot', 'system') or agents.is_bot
                then 'bot'
            when messages.raw_author_role = 'agent'
                or agents.source_agent_id is not null then 'agent'
            when messages.raw_author_role = 'customer'
                or contacts.contact_record_id is not null
                or tickets.requester_record_id
                = messages.source_system || ':' || messages.source_author_id
                then 'customer'
            else 'unknown'
        end as author_role,
        messages.body,
        -- booleans
        coalesce(messages.is_opening, false) as is_opening,
        coalesce(messages.is_public, false) as is_public,
        coalesce(messages.is_deleted, false) as is_deleted,
        -- timestamps
        messages.sent_at,
        messages.loaded_at

    from messages

    left join agents
        on messages.source_system = agents.source_system
        and messages.source_author_id = agents.source_agent_id

    left join tickets
        on messages.source_system || ':' || messages.source_ticket_id
        = tickets.ticket_id

    left join contacts
        on messages.source_system || ':' || messages.source_author_id
        = contacts.contact_record_id

)

select * from keyed
