-- one row per raw row of servicenow.sys_audit: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_audit') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_event_id,
        {{ trim_to_null('documentkey') }} as source_ticket_id,
        {{ trim_to_null('source.user') }} as actor_user_name,
        -- text
        {{ trim_to_null('fieldname') }} as field_name,
        {{ trim_to_null('oldvalue') }} as raw_previous_value,
        {{ trim_to_null('newvalue') }} as raw_value,
        -- timestamps
        {{ parse_timestamp('sys_created_on') }} as occurred_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.sys_audit', key='source_event_id', newest=['loaded_at']) }}

)

select * from versioned
