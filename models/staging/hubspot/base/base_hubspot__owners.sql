-- one row per raw row of hubspot.owner: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'owner') }}

),

renamed as (

    select
        -- ids
        -- owners are counted apart from contacts
        'owner|' || {{ trim_to_null('owner_id') }} as source_agent_id,
        {{ trim_to_null('active_user_id') }} as active_user_id,
        coalesce({{ trim_to_null('active_user_id') }}, {{ trim_to_null('user_id_including_inactive') }}) as any_user_id,
        -- text
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('type') }} as raw_role,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.owner', key='source_agent_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
