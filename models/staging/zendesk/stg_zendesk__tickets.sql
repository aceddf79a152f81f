-- one row per raw row of zendesk.ticket, in the shape of int_tickets_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_zendesk__tickets') }}

),

groups as (

    select * from {{ ref('base_zendesk__groups') }}
    where version_number = 1

),

-- Zendesk marks the losing ticket of a merge, spam and tests with tags only
tag_flags as (

    select
        source_ticket_id,
        bool_or(tag = 'closed_by_merge') as is_merged,
        bool_or(tag = 'spam') as is_spam,
        bool_or(tag = 'test') as is_test

    from {{ ref('base_zendesk__ticket_tags') }}

    where version_number = 1

    group by 1

),

-- the survivor lists the tickets that were merged into it, as JSON text: [12,13]
merged_tickets as (

    select
        source_ticket_id as surviving_source_ticket_id,
        unnest(string_split(regexp_replace(merged_source_ticket_ids, '[^0-9,]', '', 'g'), ','))
            as merged_source_ticket_id

    from tickets

    where version_number = 1
        and merged_source_ticket_ids is not null

),

survivors as (

    select
        merged_source_ticket_id,
        min(surviving_source_ticket_id) as surviving_source_ticket_id

    from merged_tickets

    group by 1

),

shaped as (

    select
        'zendesk' as source_system,
        'ticket' as source_table,
        tickets.*,
        tickets.source_ticket_id as ticket_number,
        groups.group_name,
        coalesce(tag_flags.is_merged, false) as is_merged,
        coalesce(tag_flags.is_spam, false) as is_spam,
        coalesce(tag_flags.is_test, false) as is_test,
        -- the same channel means a call or a voicemail, a reply or a follow-up
        tickets.via_channel
        || coalesce(':' || tickets.via_source_rel, '') as raw_channel,
        case
            when tag_flags.is_merged then survivors.surviving_source_ticket_id
        end as merged_into_source_ticket_id

    from tickets

    left join groups
        on tickets.source_group_id = groups.source_group_id

    left join tag_flags
        on tickets.source_ticket_id = tag_flags.source_ticket_id

    left join survivors
        on tickets.source_ticket_id = survivors.merged_source_ticket_id

),

completed as (

    select
        *,
        -- what other tools know of a ticket and Zendesk does not
        cast(null as string) as parent_source_ticket_id,
        cast(null as string) as source_schedule_id,
        cast(null as string) as product,
        cast(null as string) as record_type,
        cast(null as boolean) as is_outbound,
        cast(null as integer) as source_reopen_count,
        cast(null as integer) as source_reassignment_count,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at,
        due_at as resolution_due_at,
        cast(null as timestamp) as resolved_at,
        cast(null as timestamp) as closed_at,
        cast(null as string) as rejection_reason

    from shaped

)

select * from completed
