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
        {{ trim_to_null('time_zone') }} as time_zone,
        -- booleans
        coalesce(try_cast(active as boolean), true) as is_active,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(sys_created_on as timestamp) as created_at,
        try_cast(sys_updated_on as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_user_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'servicenow.sys_user|' || coalesce(source_user_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
