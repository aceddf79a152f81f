-- one row per raw row of hubspot.users: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'users') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_user_id,
        -- text
        {{ trim_to_null('email') }} as email,
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

    {{ number_versions('renamed', 'hubspot.users', key='source_user_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
