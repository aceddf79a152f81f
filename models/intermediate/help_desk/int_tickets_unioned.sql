-- one row per ticket of a source system: the input contract
with

tickets as (

    select * from {{ ref('int_tickets_checked') }}
    where reason_code is null

),

statuses as (

    select * from {{ ref('ticket_status_map') }}

),

priorities as (

    select * from {{ ref('ticket_priority_map') }}

),

channels as (

    select * from {{ ref('ticket_channel_map') }}

),

-- a channel that the map knows only without its relation (chat:inbound) counts as the plain one
mapped as (

    select
        -- ids
        tickets.source_system || ':' || tickets.source_ticket_id as ticket_id,
        tickets.source_system,
        tickets.source_ticket_id,
        tickets.ticket_number,
        tickets.source_system || ':' || tickets.source_requester_id
            as requester_record_id,
        tickets.source_system || ':' || tickets.source_submitter_id
            as submitter_record_id,
        tickets.source_system || ':' || tickets.source_assignee_id
            as assignee_agent_id,
        tickets.source_system || ':' || tickets.source_account_id
            as account_record_id,
        tickets.source_system || ':' || tickets.merged_into_source_ticket_id
            as merged_into_ticket_id,
        tickets.source_system || ':' || tickets.followup_of_source_ticket_id
            as followup_of_ticket_id,
        tickets.source_system || ':' || tickets.parent_source_ticket_id
            as parent_ticket_id,
        tickets.source_schedule_id,
        -- text
        tickets.group_name,
        case
            when tickets.raw_channel is null then 'unknown'
            else coalesce(exact.channel, plain.channel, 'unmapped')
        end as channel,
        tickets.raw_channel,
        coalesce(statuses.status, categories.status, 'unmapped') as status,
        tickets.raw_status,
        tickets.raw_status_label,
        case
            when tickets.raw_priority is null then 'unknown'
            else coalesce(priorities.priority, 'unmapped')
        end as priority,
        tickets.raw_priority,
        tickets.ticket_type,
        tickets.record_type,
        lower(tickets.category) as category,
        tickets.category as raw_category,
        tickets.product,
        tickets.subject,
        -- numbers
        tickets.source_reopen_count,
        tickets.source_reassignment_count,
        -- booleans
        tickets.is_outbound,
        coalesce(tickets.is_merged, false) as is_merged,
        coalesce(tickets.is_spam, false) as is_spam,
        coalesce(tickets.is_test, false) as is_test,
        coalesce(tickets.is_deleted, false) as is_deleted,
        -- timestamps
        tickets.created_at,
        tickets.updated_at,
        tickets.first_response_at,
        tickets.first_response_due_at,
        tickets.resolution_due_at,
        tickets.resolved_at,
        tickets.closed_at,
        tickets.loaded_at

    from tickets

    left join statuses
        on tickets.source_system = statuses.source_system
        and lower(tickets.raw_status) = statuses.raw_status

    left join statuses as categories
        on tickets.source_system = categories.source_system
        and lower(tickets.raw_status_category) = categories.raw_status

    left join priorities
        on tickets.source_system = priorities.source_system
        and lower(tickets.raw_priority) = priorities.raw_priority

    left join channels as exact
        on tickets.source_system = exact.source_system
        and lower(tickets.raw_channel) = exact.raw_channel

    left join channels as plain
        on tickets.source_system = plain.source_system
        and split_part(lower(tickets.raw_channel), ':', 1) = plain.raw_channel

)

select * from mapped
