-- one row per raw row of servicenow.cmn_schedule_span: every version that was landed, numbered from the newest
-- left out: show_as, notes (no KPI needs them), all_day (begin and end say it)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'cmn_schedule_span') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_span_id,
        {{ trim_to_null('schedule_value') }} as source_schedule_id,
        -- text
        {{ trim_to_null('name') }} as span_name,
        coalesce({{ trim_to_null('repeat_type') }}, 'once') as repeat_type,
        {{ trim_to_null('yearly_type') }} as yearly_type,
        {{ trim_to_null('days_of_week') }} as days_of_week,
        nullif({{ trim_to_null('repeat_until') }}, '0') as repeat_until,
        -- numbers
        coalesce(try_cast({{ trim_to_null('repeat_count') }} as integer), 1) as repeat_count,
        -- booleans
        coalesce(lower({{ trim_to_null('type') }}), '') = 'exclude' as is_excluded,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps of the local clock, written 20250101T090000
        try_strptime({{ trim_to_null('start_date_time') }}, '%Y%m%dT%H%M%S') as local_started_at,
        try_strptime({{ trim_to_null('end_date_time') }}, '%Y%m%dT%H%M%S') as local_ended_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.cmn_schedule_span', key='source_span_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
