-- one row per raw row of zendesk.user: every version that was landed, numbered from the newest
-- left out: notes, details, signature (free text that no KPI needs), authenticity_token (secret)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'user') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_user_id,
        {{ trim_to_null('organization_id') }} as source_account_id,
        {{ trim_to_null('external_id') }} as external_id,
        {{ trim_to_null('default_group_id') }} as source_group_id,
        {{ trim_to_null('custom_role_id') }} as source_custom_role_id,
        -- text
        {{ trim_to_null('name') }} as full_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('role') }} as raw_role,
        {{ trim_to_null('role_type') }} as role_type,
        {{ trim_to_null('locale') }} as locale,
        {{ trim_to_null('time_zone') }} as time_zone,
        -- booleans
        coalesce(try_cast(active as boolean), true) as is_active,
        coalesce(try_cast(suspended as boolean), false) as is_suspended,
        _is_active as is_active_version,
        -- the tool keeps a deleted user, and the loser of a merge, as inactive
        _is_deleted or not coalesce(try_cast(active as boolean), true) as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.user', key='source_user_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
