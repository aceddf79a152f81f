-- one row per raw row of hubspot.owner_team: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'owner_team') }}

),

renamed as (

    select
        -- ids
        coalesce({{ trim_to_null('owner_id') }}, '') || '|' || coalesce({{ trim_to_null('team_id') }}, '') as source_membership_id,
        -- owners are counted apart from contacts
        'owner|' || {{ trim_to_null('owner_id') }} as source_agent_id,
        {{ trim_to_null('team_id') }} as source_group_id,
        -- booleans
        coalesce(try_cast(is_team_primary as boolean), false) as is_primary,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.owner_team', key='source_membership_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
