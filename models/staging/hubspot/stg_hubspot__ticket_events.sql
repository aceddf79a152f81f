-- one row per raw row of hubspot.ticket_property_history, in the shape of int_ticket_events_unioned
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

changes as (

    select * from {{ ref('base_hubspot__ticket_property_history') }}

),

stages as (

    select * from {{ ref('base_hubspot__ticket_pipeline_stages') }}
    where version_number = 1

),

user_owners as (

    select * from {{ ref('base_hubspot__user_owners') }}

),

shaped as (

    select
        'hubspot' as source_system,
        'ticket_property_history' as source_table,
        changes.*,
        -- the change names a user, tickets name owners; users are counted apart from contacts, too
        coalesce(user_owners.source_agent_id, 'user|' || changes.changed_by_user_id) as source_actor_id,
        case changes.field_name
            when 'hs_pipeline_stage' then 'status'
            when 'hubspot_owner_id' then 'assignee'
            when 'hubspot_team_id' then 'group'
            when 'hs_ticket_priority' then 'priority'
            else 'other'
        end as event_type,
        -- the history holds ids of stages, the map knows their labels
        case
            when changes.field_name = 'hubspot_owner_id' then 'owner|' || changes.raw_code
            else coalesce(stages.stage_label, changes.raw_code)
        end as raw_value,
        stages.ticket_state as raw_value_category,
        -- the history holds the new value only
        cast(null as string) as raw_previous_value,
        cast(null as string) as raw_previous_value_category

    from changes

    left join stages
        on changes.field_name = 'hs_pipeline_stage'
        and changes.raw_code = stages.source_stage_id

    left join user_owners
        on changes.changed_by_user_id = user_owners.source_user_id

)

select * from shaped
