-- one row per raw row of zendesk.ticket_metrics: every version that was landed, numbered from the newest
-- left out: the times (assigned_at, solved_at, status_updated_at, ..): the history tells them, and more
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_metrics') }}

),

-- a figure is an object of two clocks, or a column for each
unpacked as (

    select
        *,
        {{ as_json('reply_time_in_minutes') }} as reply_time,
        {{ as_json('first_resolution_time_in_minutes') }} as first_resolution,
        {{ as_json('full_resolution_time_in_minutes') }} as full_resolution,
        {{ as_json('requester_wait_time_in_minutes') }} as requester_wait,
        {{ as_json('agent_wait_time_in_minutes') }} as agent_wait,
        {{ as_json('on_hold_time_in_minutes') }} as on_hold

    from source

),

texts as (

    select
        *,
        coalesce(reply_time_in_minutes_calendar, json_extract_string(reply_time, '$.calendar'))
            as first_reply_calendar,
        coalesce(reply_time_in_minutes_business, json_extract_string(reply_time, '$.business'))
            as first_reply_business,
        coalesce(first_resolution_time_in_minutes_calendar, json_extract_string(first_resolution, '$.calendar'))
            as first_resolution_calendar,
        coalesce(first_resolution_time_in_minutes_business, json_extract_string(first_resolution, '$.business'))
            as first_resolution_business,
        coalesce(full_resolution_time_in_minutes_calendar, json_extract_string(full_resolution, '$.calendar'))
            as full_resolution_calendar,
        coalesce(full_resolution_time_in_minutes_business, json_extract_string(full_resolution, '$.business'))
            as full_resolution_business,
        coalesce(requester_wait_time_in_minutes_calendar, json_extract_string(requester_wait, '$.calendar'))
            as requester_wait_calendar,
        coalesce(requester_wait_time_in_minutes_business, json_extract_string(requester_wait, '$.business'))
            as requester_wait_business,
        coalesce(agent_wait_time_in_minutes_calendar, json_extract_string(agent_wait, '$.calendar'))
            as agent_wait_calendar,
        coalesce(agent_wait_time_in_minutes_business, json_extract_string(agent_wait, '$.business'))
            as agent_wait_business,
        coalesce(on_hold_time_in_minutes_calendar, json_extract_string(on_hold, '$.calendar'))
            as on_hold_calendar,
        coalesce(on_hold_time_in_minutes_business, json_extract_string(on_hold, '$.business'))
            as on_hold_business

    from unpacked

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        -- numbers
        try_cast(first_reply_calendar as double) as first_reply_calendar_minutes,
        try_cast(first_reply_business as double) as first_reply_business_minutes,
        try_cast(first_resolution_calendar as double) as first_resolution_calendar_minutes,
        try_cast(first_resolution_business as double) as first_resolution_business_minutes,
        try_cast(full_resolution_calendar as double) as full_resolution_calendar_minutes,
        try_cast(full_resolution_business as double) as full_resolution_business_minutes,
        try_cast(requester_wait_calendar as double) as requester_wait_calendar_minutes,
        try_cast(requester_wait_business as double) as requester_wait_business_minutes,
        try_cast(agent_wait_calendar as double) as agent_wait_calendar_minutes,
        try_cast(agent_wait_business as double) as agent_wait_business_minutes,
        try_cast(on_hold_calendar as double) as on_hold_calendar_minutes,
        try_cast(on_hold_business as double) as on_hold_business_minutes,
        try_cast(reopens as integer) as reopen_count,
        try_cast(replies as integer) as reply_count,
        try_cast(group_stations as integer) as group_station_count,
        try_cast(assignee_stations as integer) as assignee_station_count,
        -- timestamps
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from texts

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_metrics', key='source_ticket_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
