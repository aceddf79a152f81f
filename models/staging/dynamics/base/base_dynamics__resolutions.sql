-- one row per raw row of dynamics.incidentresolution: every version that was landed, numbered from the newest
-- left out: timespent (work that people write down), subject, description (no KPI needs them)
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'incidentresolution') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('activityid') }} as source_event_id,
        {{ trim_to_null('incidentid') }} as source_ticket_id,
        {{ trim_to_null('createdby') }} as source_actor_id,
        -- text
        {{ trim_to_null('statecode') }} as state_code,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        -- both are the moment of the dialogue in which the case was resolved
        coalesce({{ parse_timestamp('actualend') }}, {{ parse_timestamp('createdon') }}) as occurred_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.incidentresolution', key='source_event_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
