-- one row per raw row of intercom.admin: every version that was landed, numbered from the newest
-- left out: job_title, avatar, away_mode_* (no KPI needs them)
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'admin') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_agent_id,
        -- text
        {{ trim_to_null('name') }} as agent_name,
        {{ trim_to_null('email') }} as email,
        -- booleans; Operator, the bot of the workspace, is an admin with an address of its own
        case
            when lower({{ trim_to_null('email') }}) like 'operator+%@intercom.io' then true
        end as is_bot,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'intercom.admin', key='source_agent_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
