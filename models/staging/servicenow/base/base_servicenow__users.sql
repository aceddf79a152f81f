-- one row per raw row of servicenow.sys_user: every version that was landed, numbered from the newest
-- left out: user_password, last_password, employee_number (secret or personal, no KPI needs them)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_user') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_user_id,
        {{ trim_to_null('user_name') }} as user_name,
        {{ trim_to_null('company_value') }} as source_account_id,
        -- text
        {{ trim_to_null('name') }} as full_name,
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('mobile_phone') }} as mobile_phone,
        {{ trim_to_null('street') }} as street,
        {{ trim_to_null('city') }} as city,
        {{ trim_to_null('state') }} as region,
        {{ trim_to_null('zip') }} as postcode,
        {{ trim_to_null('country') }} as country,
        {{ trim_to_null('time_zone') }} as time_zone,
        -- booleans
        coalesce(try_cast(active as boolean), true) as is_active,
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

    {{ number_versions('renamed', 'servicenow.sys_user', key='source_user_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
