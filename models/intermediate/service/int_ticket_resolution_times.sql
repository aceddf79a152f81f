-- one row per ticket: its scope, its resolution, and how long that took on both clocks
{{ config(materialized = 'view') }}

with

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

-- an open ticket has aged until as_of
resolutions as (

    select
        *,
        coalesce(resolved_at, {{ as_of() }}) as age_ended_at

    from {{ ref('int_ticket_resolutions') }}

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

timed as (

    select
        tickets.*,
        resolutions.first_resolved_at,
        resolutions.resolved_at,
        resolutions.resolution_type,
        resolutions.reopen_count,
        resolutions.reassignment_count,
        resolutions.group_hop_count,
        resolutions.requester_wait_minutes,
        resolutions.requester_wait_business_minutes,
        resolutions.agent_wait_minutes,
        resolutions.agent_wait_business_minutes,
        resolutions.on_hold_minutes,
        resolutions.on_hold_business_minutes,
        {{ elapsed_minutes('tickets.created_at', 'resolutions.first_resolved_at') }}
            as first_resolution_minutes,
        (
            {{ open_seconds_until('resolutions.first_resolved_at', 'first_resolved') }}
            - {{ open_seconds_until('tickets.created_at', 'started') }}
        ) / 60.0 as first_resolution_business_minutes,
        {{ elapsed_minutes('tickets.created_at', 'resolutions.age_ended_at') }}
            as age_minutes,
        (
            {{ open_seconds_until('resolutions.age_ended_at', 'ended') }}
            - {{ open_seconds_until('tickets.created_at', 'started') }}
        ) / 60.0 as age_business_minutes

    from tickets

    inner join resolutions
        on tickets.ticket_id = resolutions.ticket_id

    left join calendar as started
        on {{ slot_of('started', 'tickets.schedule_id', 'tickets.created_at') }}

    left join calendar as first_resolved
        on {{ slot_of('first_resolved', 'tickets.schedule_id', 'resolutions.first_resolved_at') }}

    left join calendar as ended
        on {{ slot_of('ended', 'tickets.schedule_id', 'resolutions.age_ended_at') }}

)

select * from timed
