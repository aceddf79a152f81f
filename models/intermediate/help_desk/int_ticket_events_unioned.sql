-- one row per change of a ticket (status, assignee, group): the input contract
{{ config(materialized = 'view') }}

with

events as (

    select * from {{ ref('int_ticket_events_checked') }}
    where reason_code is null

),

statuses as (

    select * from {{ ref('ticket_status_map') }}

),

mapped as (

    select
        -- ids
        events.source_system || ':' || events.source_event_id as ticket_event_id,
        events.source_system,
        events.source_event_id,
        events.source_system || ':' || events.source_ticket_id as ticket_id,
        events.source_system || ':' || events.source_actor_id as actor_record_id,
        -- text
        events.event_type,
        events.field_name,
        case
            when events.event_type = 'status'
                then coalesce(statuses.status, categories.status, 'unmapped')
        end as status,
        case
            when events.event_type = 'status' and events.raw_previous_value is not null
                then coalesce(previous_statuses.status, previous_categories.status, 'unmapped')
        end as previous_status,
        events.raw_value,
        events.raw_previous_value,
        -- timestamps
        events.occurred_at,
        events.loaded_at

    from events

    left join statuses
        on events.source_system = statuses.source_system
        and lower(events.raw_value) = statuses.raw_status

    left join statuses as categories
        on events.source_system = categories.source_system
        and lower(events.raw_value_category) = categories.raw_status

    left join statuses as previous_statuses
        on events.source_system = previous_statuses.source_system
        and lower(events.raw_previous_value) = previous_statuses.raw_status

    left join statuses as previous_categories
        on events.source_system = previous_categories.source_system
        and lower(events.raw_previous_value_category) = previous_categories.raw_status

)

select * from mapped
