-- one row per raw row of servicenow.core_company: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'core_company') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_account_id,
        -- text
        {{ trim_to_null('name') }} as account_name,
        {{ trim_to_null('website') }} as website,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('sys_created_on') }} as created_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.core_company', key='source_account_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
