-- one row per conversation with statistics of Intercom, in the shape of int_ticket_figures_checked
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

conversations as (

    select * from {{ ref('base_intercom__conversations') }}
    where version_number = 1

)

select
    'intercom' as source_system,
    'conversation_history.statistics' as source_table,
    'intercom.conversation_history.statistics|' || source_ticket_id || '#1' as raw_row_id,
    1 as version_number,
    false as is_exact_duplicate,
    source_ticket_id,
    -- the hours when the office is closed are left out: never the calendar clock
    first_reply_seconds / 60.0 as first_reply_business_minutes,
    first_close_seconds / 60.0 as first_resolution_business_minutes,
    last_close_seconds / 60.0 as full_resolution_business_minutes,
    median_reply_seconds / 60.0 as median_reply_business_minutes,
    cast(statistics_reopen_count as integer) as reopen_count,
    cast(statistics_assignment_count as integer) as assignment_count,
    -- what other tools publish and Intercom does not
    cast(null as double) as first_reply_calendar_minutes,
    cast(null as double) as first_resolution_calendar_minutes,
    cast(null as double) as full_resolution_calendar_minutes,
    cast(null as double) as requester_wait_calendar_minutes,
    cast(null as double) as requester_wait_business_minutes,
    cast(null as double) as agent_wait_calendar_minutes,
    cast(null as double) as agent_wait_business_minutes,
    cast(null as double) as on_hold_calendar_minutes,
    cast(null as double) as on_hold_business_minutes,
    cast(null as double) as closing_calendar_minutes,
    cast(null as double) as closing_business_minutes,
    cast(null as integer) as reply_count,
    cast(null as integer) as group_station_count,
    cast(null as integer) as assignee_station_count,
    loaded_at,
    raw_record

from conversations

where coalesce(
        first_reply_seconds, first_close_seconds, last_close_seconds, median_reply_seconds,
        statistics_reopen_count, statistics_assignment_count
    ) is not null
    -- a row without an id is no ticket, and no part of it counts
    and source_ticket_id is not null
