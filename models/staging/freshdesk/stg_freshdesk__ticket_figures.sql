-- one row per ticket of Freshdesk with times among its stats, in the shape of int_ticket_figures_checked
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_freshdesk__tickets') }}
    where version_number = 1

),

-- last values: the resolution of a ticket that is open again is of the time before
timed as (

    select
        *,
        {{ elapsed_minutes('created_at', 'first_response_at') }}
            as first_reply_calendar_minutes,
        case
            when raw_status in ('4', '5')
                then {{ elapsed_minutes('created_at', 'landed_resolved_at') }}
        end as full_resolution_calendar_minutes,
        case
            when raw_status = '5'
                then {{ elapsed_minutes('created_at', 'landed_closed_at') }}
        end as closing_calendar_minutes

    from tickets

)

select
    'freshdesk' as source_system,
    'tickets.stats' as source_table,
    'freshdesk.tickets.stats|' || source_ticket_id || '#1' as raw_row_id,
    1 as version_number,
    false as is_exact_duplicate,
    source_ticket_id,
    first_reply_calendar_minutes,
    full_resolution_calendar_minutes,
    closing_calendar_minutes,
    -- what other tools publish and Freshdesk does not
    cast(null as double) as first_reply_business_minutes,
    cast(null as double) as first_resolution_calendar_minutes,
    cast(null as double) as first_resolution_business_minutes,
    cast(null as double) as full_resolution_business_minutes,
    cast(null as double) as requester_wait_calendar_minutes,
    cast(null as double) as requester_wait_business_minutes,
    cast(null as double) as agent_wait_calendar_minutes,
    cast(null as double) as agent_wait_business_minutes,
    cast(null as double) as on_hold_calendar_minutes,
    cast(null as double) as on_hold_business_minutes,
    cast(null as double) as closing_business_minutes,
    cast(null as double) as median_reply_business_minutes,
    cast(null as integer) as reopen_count,
    cast(null as integer) as reply_count,
    cast(null as integer) as group_station_count,
    cast(null as integer) as assignee_station_count,
    cast(null as integer) as assignment_count,
    loaded_at,
    raw_record

from timed

where coalesce(
        first_reply_calendar_minutes, full_resolution_calendar_minutes, closing_calendar_minutes
    ) is not null
    -- a row without an id is no ticket, and no part of it counts
    and source_ticket_id is not null
