-- one row per raw row of dynamics.team: every version that was landed, numbered from the newest
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'team') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('teamid') }} as source_group_id,
        -- text
        {{ trim_to_null('name') }} as group_name,
        -- booleans
        -- every business unit has one team of all its users: no group that works cases
        coalesce(try_cast(isdefault as boolean), false) as is_default,
        _is_deleted as is_deleted,
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.team', key='source_group_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
