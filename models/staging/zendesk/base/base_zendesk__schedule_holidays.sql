-- one row per raw row of zendesk.schedule_holiday: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'schedule_holiday') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_holiday_id,
        {{ trim_to_null('schedule_id') }} as source_schedule_id,
        -- text
        {{ trim_to_null('name') }} as holiday_name,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- dates and timestamps
        {{ parse_date('start_date') }} as first_date,
        {{ parse_date('end_date') }} as last_date,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.schedule_holiday', key='source_holiday_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
