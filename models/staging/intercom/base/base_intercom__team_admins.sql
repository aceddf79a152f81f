-- one row per raw row of intercom.team_admin: every version that was landed, numbered from the newest
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'team_admin') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('team_id') }} as source_group_id,
        {{ trim_to_null('admin_id') }} as source_agent_id,
        team_id || '|' || admin_id as source_membership_id,
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

    {{ number_versions('renamed', 'intercom.team_admin', key='source_membership_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
