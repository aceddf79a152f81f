-- one row per raw row of salesforce.user: every version that was landed, numbered from the newest
-- left out: phone, address, last_login_date (personal, no KPI needs them)
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'user') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_user_id,
        {{ trim_to_null('username') }} as user_name,
        {{ trim_to_null('contact_id') }} as source_contact_id,
        {{ trim_to_null('user_role_id') }} as source_role_id,
        -- text
        {{ trim_to_null('name') }} as full_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('user_type') }} as raw_role,
        {{ trim_to_null('department') }} as department,
        -- booleans
        -- customers and partners who sign in to a portal are users too
        coalesce(
            {{ trim_to_null('contact_id') }} is not null
            or lower(user_type) in (
                'cspliteportal', 'customersuccess', 'powercustomersuccess',
                'powerpartner', 'selfservice', 'guest'
            ), false
        ) as is_portal_user,
        coalesce(lower(user_type) in ('automatedprocess', 'cloudintegrationuser'), false)
            as is_automation,
        coalesce(try_cast(is_active as boolean), true) as is_active,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_date') }} as created_at,
        coalesce(
            {{ parse_timestamp('system_modstamp') }},
            {{ parse_timestamp('last_modified_date') }}
        ) as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'salesforce.user', key='source_user_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
