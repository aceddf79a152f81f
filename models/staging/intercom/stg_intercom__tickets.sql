-- one row per raw row of intercom.conversation_history, in the shape of int_tickets_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

part_facts as (

    select
        source_ticket_id,
        -- which conversation took this one in is not said
        bool_or(part_type = 'merged_secondary_conversation') as is_merged,
        bool_or(is_public and not is_deleted and raw_author_role = 'customer') as has_customer_part,
        {{ value_at_most("assigned_to_id", "created_at || '|' || source_part_id") }} filter (where assigned_to_type = 'team') as assigned_team_id

    from {{ ref('base_intercom__conversation_parts') }}

    where version_number = 1

    group by 1

),

-- of several contacts none is the requester
participants as (

    select
        source_ticket_id,
        min(source_contact_id) as only_contact_id

    from {{ ref('base_intercom__conversation_contacts') }}

    where version_number = 1
        and not is_deleted

    group by 1

    having count(*) = 1

),

-- Intercom knows no spam, no tests and no categories: a company says them with tags
tag_facts as (

    select
        links.source_ticket_id,
        case when count(distinct tags.category) = 1 then min(tags.category) end as category,
        bool_or(tags.tag = 'spam') as is_spam,
        bool_or(tags.tag = 'test') as is_test

    from {{ ref('base_intercom__conversation_tags') }} as links

    inner join {{ ref('base_intercom__tags') }} as tags
        on links.source_tag_id = tags.source_tag_id
        and tags.version_number = 1

    where links.version_number = 1
        and not links.is_deleted

    group by 1

),

shaped as (

    select
        'intercom' as source_system,
        'conversation_history' as source_table,
        conversations.*,
        conversations.source_ticket_id as ticket_number,
        -- an admin who opens a conversation submits it
        conversations.source_author_id as source_submitter_id,
        -- a campaign speaks to everybody; an admin to one, who makes it a contact by an answer
        coalesce(conversations.delivered_as, conversations.raw_author_role) in ('campaigns_initiated', 'automated')
        or (
            coalesce(conversations.delivered_as, conversations.raw_author_role) in ('admin_initiated', 'agent')
            and not coalesce(part_facts.has_customer_part, false)
        ) as is_outbound,
        coalesce(conversations.source_customer_id, participants.only_contact_id)
            as source_requester_id,
        coalesce(conversations.source_team_id, part_facts.assigned_team_id) as source_group_id,
        teams.group_name,
        coalesce(conversations.custom_category, tag_facts.category) as category,
        coalesce(part_facts.is_merged, false) as is_merged,
        coalesce(tag_facts.is_spam, false) as is_spam,
        coalesce(tag_facts.is_test, false) as is_test,
        -- what other tools know of a ticket and Intercom does not
        cast(null as string) as merged_into_source_ticket_id,
        cast(null as string) as followup_of_source_ticket_id,
        cast(null as string) as parent_source_ticket_id,
        cast(null as string) as source_schedule_id,
        cast(null as string) as raw_status_category,
        cast(null as string) as raw_status_label,
        cast(null as string) as ticket_type,
        cast(null as string) as record_type,
        cast(null as string) as product,
        cast(null as string) as rejection_reason,
        cast(null as integer) as source_reopen_count, cast(null as integer) as source_reassignment_count,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at, cast(null as timestamp) as resolution_due_at,
        cast(null as timestamp) as resolved_at, cast(null as timestamp) as closed_at

    from {{ ref('base_intercom__conversations') }} as conversations

    left join part_facts
        on conversations.source_ticket_id = part_facts.source_ticket_id

    left join participants
        on conversations.source_ticket_id = participants.source_ticket_id

    left join tag_facts
        on conversations.source_ticket_id = tag_facts.source_ticket_id

    left join {{ ref('base_intercom__teams') }} as teams
        on coalesce(conversations.source_team_id, part_facts.assigned_team_id)
        = teams.source_group_id
        and teams.version_number = 1

)

select * from shaped
