-- one row per incident with times that ServiceNow itself measured, in the shape of int_ticket_figures_checked
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

incidents as (

    select * from {{ ref('base_servicenow__incidents') }}
    where version_number = 1

),

tasks as (

    select * from {{ ref('base_servicenow__tasks') }}
    where version_number = 1

),

measured as (

    select
        incidents.source_ticket_id,
        incidents.loaded_at,
        incidents.raw_record,
        incidents.resolve_calendar_seconds / 60.0 as full_resolution_calendar_minutes,
        incidents.resolve_business_seconds / 60.0 as full_resolution_business_minutes,
        coalesce(tasks.close_calendar_seconds, incidents.close_calendar_seconds) / 60.0
            as closing_calendar_minutes,
        coalesce(tasks.close_business_seconds, incidents.close_business_seconds) / 60.0
            as closing_business_minutes

    from incidents

    left join tasks
        on incidents.source_ticket_id = tasks.source_ticket_id

)

select
    'servicenow' as source_system,
    'incident.durations' as source_table,
    'servicenow.incident.durations|' || source_ticket_id || '#1' as raw_row_id,
    1 as version_number,
    false as is_exact_duplicate,
    measured.*,
    -- what other tools publish and ServiceNow does not; its reopenings and reassignments are on the ticket
    cast(null as double) as first_reply_calendar_minutes,
    cast(null as double) as first_reply_business_minutes,
    cast(null as double) as first_resolution_calendar_minutes,
    cast(null as double) as first_resolution_business_minutes,
    cast(null as double) as requester_wait_calendar_minutes,
    cast(null as double) as requester_wait_business_minutes,
    cast(null as double) as agent_wait_calendar_minutes,
    cast(null as double) as agent_wait_business_minutes,
    cast(null as double) as on_hold_calendar_minutes,
    cast(null as double) as on_hold_business_minutes,
    cast(null as double) as median_reply_business_minutes,
    cast(null as integer) as reopen_count,
    cast(null as integer) as reply_count,
    cast(null as integer) as group_station_count,
    cast(null as integer) as assignee_station_count,
    cast(null as integer) as assignment_count

from measured

where coalesce(
        full_resolution_calendar_minutes, full_resolution_business_minutes,
        closing_calendar_minutes, closing_business_minutes
    ) is not null
    -- a row without an id is no ticket, and no part of it counts
    and source_ticket_id is not null
