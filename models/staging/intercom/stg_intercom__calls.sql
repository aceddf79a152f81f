-- one row per conversation in the messenger, a chat, in the shape of int_calls_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

parts as (

    select
        parts.*,
        parts.body is not null and parts.is_public and not parts.is_deleted as is_reply,
        parts.raw_author_role = 'agent' and not coalesce(admins.is_bot, false) as is_human

    from {{ ref('base_intercom__conversation_parts') }} as parts

    left join {{ ref('base_intercom__admins') }} as admins
        on parts.source_author_id = admins.source_agent_id
        and admins.version_number = 1

    where parts.version_number = 1

),

part_facts as (

    select
        source_ticket_id,
        min(created_at) filter (where is_reply and is_human) as replied_at,
        {{ value_at_least("source_author_id", "created_at || '|' || source_part_id") }} filter (where is_reply and is_human) as source_agent_id,
        bool_or(is_reply and raw_author_role = 'bot') as has_bot_reply,
        bool_or(assigned_to_id is not null) as was_assigned,
        bool_or(part_type = 'merged_secondary_conversation') as is_merged,
        max(created_at) filter (where new_state = 'closed') as closed_at

    from parts

    group by 1

),

-- we began it, or they did; what a bot offered by itself is neither
chats as (

    select
        *,
        case
            when delivered_as in ('campaigns_initiated', 'automated', 'admin_initiated')
                then 'outbound'
            when delivered_as = 'customer_initiated' then 'inbound'
            when delivered_as is null and raw_author_role = 'agent' then 'outbound'
            when delivered_as is null and raw_author_role = 'customer' then 'inbound'
        end as raw_direction

    from {{ ref('base_intercom__conversations') }}

    where version_number = 1
        and source_ticket_id is not null
        and raw_channel in ('conversation', 'chat')

),

shaped as (

    select
        'intercom' as source_system,
        -- the conversation itself is a ticket row
        'conversation_history.chat' as source_table,
        'intercom.conversation_history.chat|' || chats.source_ticket_id || '#1' as raw_row_id,
        1 as version_number, false as is_exact_duplicate,
        chats.source_ticket_id as source_call_id, chats.source_ticket_id,
        chats.source_customer_id as source_contact_id,
        coalesce(part_facts.source_agent_id, chats.source_assignee_id) as source_agent_id,
        'chat' as contact_kind,
        chats.raw_direction,
        teams.group_name as queue_name,
        case
            when chats.raw_direction <> 'inbound' or part_facts.is_merged then null
            when part_facts.replied_at is not null then 'answered'
            when chats.raw_status <> 'closed' then null
            -- it never reached a queue, so nobody missed it
            when part_facts.has_bot_reply
                and not part_facts.was_assigned
                and coalesce(chats.source_assignee_id, chats.source_team_id) is null then 'bot_only'
            else 'missed'
        end as raw_outcome,
        case
            when chats.raw_direction = 'inbound'
                then {{ epoch_seconds('part_facts.replied_at') }}
                    - {{ epoch_seconds('chats.created_at') }}
        end as wait_seconds,
        cast(null as double) as talk_seconds,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(null as integer) as transfer_count,
        cast(null as integer) as queue_entry_number,
        cast(null as double) as callback_wait_seconds,
        cast(null as boolean) as is_callback,
        cast(null as boolean) as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        cast(null as boolean) as is_outside_business_hours,
        chats.is_deleted,
        chats.created_at as started_at,
        case when chats.raw_status = 'closed' then part_facts.closed_at end as ended_at,
        chats.loaded_at, chats.raw_record

    from chats

    left join part_facts
        on chats.source_ticket_id = part_facts.source_ticket_id

    left join {{ ref('base_intercom__teams') }} as teams
        on chats.source_team_id = teams.source_group_id
        and teams.version_number = 1

)

select * from shaped
