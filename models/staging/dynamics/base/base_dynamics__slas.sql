-- one row per raw row of dynamics.slakpiinstance: every version that was landed, numbered from the newest
-- left out: status (the tool's own verdict, which no KPI takes over), warningtime
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'slakpiinstance') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('slakpiinstanceid') }} as source_sla_id,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('failuretime') }} as target_at,
        {{ parse_timestamp('succeededon') }} as reached_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.slakpiinstance', key='source_sla_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
