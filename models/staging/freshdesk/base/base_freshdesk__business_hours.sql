-- one row per raw row of freshdesk.business_hours: every version that was landed, numbered from the newest
-- left out: description (no KPI needs it)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'business_hours') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_schedule_id,
        -- text
        {{ trim_to_null('name') }} as schedule_name,
        {{ trim_to_null('time_zone') }} as raw_time_zone,
        {{ trim_to_null('working_hours') }} as working_hours,
        {{ trim_to_null('list_of_holidays') }} as list_of_holidays,
        -- booleans
        coalesce(try_cast({{ trim_to_null('is_default') }} as boolean), false) as is_default,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.business_hours', key='source_schedule_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
