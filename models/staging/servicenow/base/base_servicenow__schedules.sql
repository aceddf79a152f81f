-- one row per raw row of servicenow.cmn_schedule: every version that was landed, numbered from the newest
-- left out: description, type (no KPI needs them), parent (its entries are not inherited)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'cmn_schedule') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_schedule_id,
        -- text
        {{ trim_to_null('name') }} as schedule_name,
        {{ trim_to_null('time_zone') }} as raw_time_zone,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.cmn_schedule', key='source_schedule_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
