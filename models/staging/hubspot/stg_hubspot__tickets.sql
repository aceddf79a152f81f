-- one row per raw row of hubspot.ticket, in the shape of int_tickets_unioned
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_hubspot__tickets') }}

),

relations as (

    select * from {{ ref('base_hubspot__ticket_relations') }}

),

user_owners as (

    select * from {{ ref('base_hubspot__user_owners') }}

),

teams as (

    select * from {{ ref('base_hubspot__teams') }}
    where version_number = 1

),

stages as (

    select * from {{ ref('base_hubspot__ticket_pipeline_stages') }}
    where version_number = 1

),

categories as (

    select
        option_value,
        min(option_label) as category

    from {{ ref('base_hubspot__property_options') }}

    where version_number = 1
        and hubspot_object = 'ticket'
        and property_name = 'hs_ticket_category'

    group by 1

),

shaped as (

    select
        'hubspot' as source_system,
        'ticket' as source_table,
        tickets.{{ all_but('raw_channel, is_deleted') }},
        tickets.source_ticket_id as ticket_number,
        relations.source_requester_id,
        coalesce(user_owners.source_agent_id, relations.source_requester_id) as source_submitter_id,
        relations.source_account_id,
        teams.group_name,
        relations.merged_into_source_ticket_id,
        relations.merged_into_source_ticket_id is not null as is_merged,
        -- merging deletes the loser: it is merged, not thrown away
        tickets.is_deleted and relations.merged_into_source_ticket_id is null as is_deleted,
        relations.is_spam,
        coalesce(tickets.raw_channel, relations.channel_name) as raw_channel,
        coalesce(stages.stage_label, tickets.source_stage_id) as raw_status,
        stages.ticket_state as raw_status_category,
        coalesce(categories.category, tickets.category_code) as category,
        -- the date may be left over on a ticket that is open again
        case when coalesce(stages.ticket_state, 'CLOSED') = 'CLOSED' then tickets.closed_date end
            as resolved_at

    from tickets

    left join relations
        on tickets.source_ticket_id = relations.source_ticket_id

    left join user_owners
        on tickets.created_by_user_id = user_owners.source_user_id

    left join teams
        on tickets.source_group_id = teams.source_group_id

    left join stages
        on tickets.source_stage_id = stages.source_stage_id

    left join categories
        on tickets.category_code = categories.option_value

),

completed as (

    select
        *,
        -- what HubSpot does not know of a ticket
        cast(null as string) as followup_of_source_ticket_id,
        cast(null as string) as parent_source_ticket_id,
        cast(null as string) as source_schedule_id,
        cast(null as string) as raw_status_label,
        cast(null as string) as ticket_type,
        cast(null as string) as record_type,
        cast(null as string) as product,
        cast(null as integer) as source_reopen_count,
        cast(null as integer) as source_reassignment_count,
        cast(null as boolean) as is_outbound,
        false as is_test,
        cast(null as timestamp) as closed_at,
        cast(null as string) as rejection_reason

    from shaped

)

select * from completed
