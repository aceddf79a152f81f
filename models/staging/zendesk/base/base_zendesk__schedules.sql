-- one row per raw row of zendesk.schedule: every version that was landed, numbered from the newest
-- left out: start_time_utc, end_time_utc (they carry the offset of the day they were loaded)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'schedule') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_schedule_id,
        {{ trim_to_null('id') }} || '|' || coalesce({{ trim_to_null('start_time') }}, '')
            as source_interval_id,
        -- text
        {{ trim_to_null('name') }} as schedule_name,
        {{ trim_to_null('time_zone') }} as raw_time_zone,
        {{ trim_to_null('intervals') }} as intervals,
        -- numbers: minutes from Sunday 00:00, local
        try_cast({{ trim_to_null('start_time') }} as integer) as start_minute,
        try_cast({{ trim_to_null('end_time') }} as integer) as end_minute,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.schedule', key='source_interval_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
