-- one row per raw row of servicenow.sys_user_grmember: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_user_grmember') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_membership_id,
        {{ trim_to_null('user_value') }} as source_user_id,
        {{ trim_to_null('group_value') }} as source_group_id,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.sys_user_grmember', key='source_membership_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
