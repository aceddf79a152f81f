-- one row per row of the help desk with a value that no map covers
with

tickets as (

    select * from {{ ref('int_tickets_unioned') }}

),

unmapped as (

    select
        'ticket_channel_map' as map_name,
        source_system,
        raw_channel as raw_value,
        ticket_id as record_id
    from tickets
    where channel = 'unmapped'

    union all

    select
        'ticket_priority_map' as map_name,
        source_system,
        raw_priority as raw_value,
        ticket_id as record_id
    from tickets
    where priority = 'unmapped'

    union all

    select
        'ticket_status_map' as map_name,
        source_system,
        raw_status || coalesce(' (' || raw_status_label || ')', '') as raw_value,
        ticket_id as record_id
    from tickets
    where status = 'unmapped'

    union all

    select
        'business_hours' as map_name,
        source_system,
        source_schedule_id as raw_value,
        ticket_id as record_id
    from {{ ref('int_ticket_schedules') }}
    where is_unknown_schedule

    union all

    select
        'ticket_status_map' as map_name,
        source_system,
        raw_value,
        ticket_event_id as record_id
    from {{ ref('int_ticket_events_unioned') }}
    where status = 'unmapped'

    union all

    select
        'call_outcome_map' as map_name,
        source_system,
        raw_outcome as raw_value,
        call_id as record_id
    from {{ ref('int_calls_unioned') }}
    where outcome = 'unmapped'

    union all

    select
        'sla_outcome_map' as map_name,
        source_system,
        raw_outcome as raw_value,
        sla_target_id as record_id
    from {{ ref('int_sla_targets_unioned') }}
    where vendor_outcome = 'unmapped'

),

keyed as (

    select
        map_name || '|' || record_id as unmapped_record_id,
        map_name,
        source_system,
        raw_value

    from unmapped

)

select * from keyed
