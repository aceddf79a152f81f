-- one row per raw row of dynamics.teammembership: every version that was landed, numbered from the newest
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'teammembership') }}

),

renamed as (

    select
        -- ids
        coalesce(
            {{ trim_to_null('teammembershipid') }},
            {{ trim_to_null('teamid') }} || '|' || {{ trim_to_null('systemuserid') }}
        ) as source_membership_id,
        {{ trim_to_null('teamid') }} as source_group_id,
        {{ trim_to_null('systemuserid') }} as source_user_id,
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

    {{ number_versions('renamed', 'dynamics.teammembership', key='source_membership_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
