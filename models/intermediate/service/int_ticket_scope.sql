-- one row per ticket: whose it is, and why it does not count (null: it counts)
with

tickets as (

    select * from {{ ref('int_tickets_unioned') }}

),

-- a ticket that swallowed others began when the first of them began
merged as (

    select ticket_id, merged_into_ticket_id, created_at
    from tickets
    where merged_into_ticket_id is not null

),

-- the survivor may have been merged itself: four merges in a row are followed
merged_away as (

    select
        coalesce(
            fourth_merged.merged_into_ticket_id, third_merged.merged_into_ticket_id,
            second_merged.merged_into_ticket_id, merged.merged_into_ticket_id
        ) as survivor_ticket_id,
        min(merged.created_at) as first_created_at

    from merged
    left join merged as second_merged on merged.merged_into_ticket_id = second_merged.ticket_id
    left join merged as third_merged on second_merged.merged_into_ticket_id = third_merged.ticket_id
    left join merged as fourth_merged on third_merged.merged_into_ticket_id = fourth_merged.ticket_id
    group by 1

),

-- a tool whose messages were not landed has answered nobody, as far as we can see
tools_with_messages as (

    select distinct tickets.source_system
    from tickets
    inner join {{ ref('int_ticket_message_facts') }} as facts on tickets.ticket_id = facts.ticket_id
    where facts.landed_message_count > 0

),

scoped as (

    select
        tickets.ticket_id,
        tickets.source_system,
        tickets.source_ticket_id,
        -- the unknown member stands for a requester that no tool knows
        coalesce(people.customer_id, 'unknown') as customer_id,
        case
            when people.customer_id is null then 'unknown'
            else coalesce(people.account_id, 'none')
        end as account_id,
        coalesce(people.payer_id, 'unknown') as payer_id,
        coalesce(people.segment, 'unknown') as segment,
        coalesce(assignees.agent_id, 'unassigned') as agent_id,
        coalesce(tickets.group_name, 'unassigned') as agent_group,
        tickets.channel,
        channels.is_synchronous,
        tickets.category,
        tickets.priority,
        tickets.status,
        schedules.schedule_id,
        submitters.agent_id is not null as is_agent_created,
        tools.source_system is not null as has_landed_messages,
        tickets.first_response_at as source_first_response_at,
        tickets.created_at,
        least(tickets.created_at, merged_away.first_created_at) as clock_started_at,
        case
            when tickets.is_deleted or tickets.status = 'deleted' then 'deleted'
            when tickets.is_merged then 'merged'
            when tickets.is_spam then 'spam'
            when tickets.is_test then 'test'
            when people.is_internal or requesting_agents.agent_id is not null
                then 'internal'
            when tickets.is_outbound then 'outbound'
            -- written by us and never answered; a call or a chat has no such message
            when submitters.agent_id is not null
                and not channels.is_synchronous
                and message_facts.agent_reply_count > 0
                and message_facts.customer_message_count = 0 then 'outbound'
            when tickets.status = 'canceled' then 'canceled'
        end as exclusion_reason

    from tickets

    left join {{ ref('int_customer_keys') }} as people
        on tickets.requester_record_id = people.contact_record_id

    left join {{ ref('int_agents_unioned') }} as assignees
        on tickets.assignee_agent_id = assignees.agent_id

    left join {{ ref('int_agents_unioned') }} as submitters
        on tickets.submitter_record_id = submitters.agent_id
        and not submitters.is_bot

    left join {{ ref('int_agents_unioned') }} as requesting_agents
        on tickets.requester_record_id = requesting_agents.agent_id

    left join {{ ref('int_ticket_schedules') }} as schedules on tickets.ticket_id = schedules.ticket_id

    left join {{ ref('int_ticket_message_facts') }} as message_facts
        on tickets.ticket_id = message_facts.ticket_id

    left join {{ ref('channels') }} as channels on tickets.channel = channels.channel

    left join tools_with_messages as tools on tickets.source_system = tools.source_system

    left join merged_away
        on tickets.ticket_id = merged_away.survivor_ticket_id

)

select * from scoped
