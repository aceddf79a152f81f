-- one row per raw row of zendesk.ticket, in the shape of int_tickets_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_zendesk__tickets_linked') }}

),

groups as (

    select * from {{ ref('base_zendesk__groups') }}
    where version_number = 1

),

custom_statuses as (

    select * from {{ ref('base_zendesk__custom_statuses') }}
    where version_number = 1

),

-- triggers may change the schedule: the last one holds, as in Zendesk's own reports
schedules as (

    select
        source_ticket_id,
        {{ value_at_most("source_schedule_id", "cast(assigned_at as string) || '|' || source_schedule_id") }} as source_schedule_id

    from {{ ref('base_zendesk__ticket_schedules') }}

    where version_number = 1

    group by 1

),

-- a closed ticket lists the tickets that follow it up
followups as (

    select
        source_ticket_id as listing_source_ticket_id,
        {{ each() }}(regexp_extract_all(followup_source_ticket_ids, '[0-9]+', 0))
            as source_ticket_id

    from tickets

    where version_number = 1

),

followed as (

    select
        source_ticket_id,
        min(listing_source_ticket_id) as listing_source_ticket_id

    from followups

    group by 1

),

shaped as (

    select
        'zendesk' as source_system,
        'ticket' as source_table,
        tickets.*,
        tickets.source_ticket_id as ticket_number,
        coalesce(tickets.followed_source_ticket_id, followed.listing_source_ticket_id)
            as followup_of_source_ticket_id,
        groups.group_name,
        schedules.source_schedule_id,
        custom_statuses.status_category as raw_status_category,
        custom_statuses.status_label as raw_status_label,
        -- the same channel means a call or a voicemail, a reply or a follow-up
        tickets.via_channel
        || coalesce(':' || tickets.via_source_rel, '') as raw_channel,
        -- who was called did not call; of other tickets the messages tell
        case
            when tickets.via_channel || ':' || tickets.via_source_rel = 'voice:outbound'
                then true
        end as is_outbound,
        -- what other tools know of a ticket and Zendesk does not
        cast(null as string) as parent_source_ticket_id,
        cast(null as string) as product,
        cast(null as string) as record_type,
        cast(null as integer) as source_reopen_count,
        cast(null as integer) as source_reassignment_count,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at,
        tickets.due_at as resolution_due_at,
        cast(null as timestamp) as resolved_at,
        cast(null as timestamp) as closed_at,
        cast(null as string) as rejection_reason

    from tickets

    left join groups
        on tickets.source_group_id = groups.source_group_id

    left join custom_statuses
        on tickets.source_custom_status_id = custom_statuses.source_custom_status_id

    left join schedules
        on tickets.source_ticket_id = schedules.source_ticket_id

    left join followed
        on tickets.source_ticket_id = followed.source_ticket_id

)

select * from shaped
