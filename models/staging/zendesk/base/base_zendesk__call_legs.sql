-- one row per raw row of zendesk.call_leg: every version that was landed, numbered from the newest
-- left out: duration, *_from, *_to, conference_time, consultation_time, call_charge, quality_issues (no KPI needs them)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'call_leg') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_call_leg_id,
        {{ trim_to_null('call_id') }} as source_call_id,
        {{ trim_to_null('agent_id') }} as source_agent_id,
        -- text
        lower({{ trim_to_null('type') }}) as leg_type,
        lower({{ trim_to_null('completion_status') }}) as completion_status,
        -- numbers; seconds
        try_cast(talk_time as double) as talk_seconds,
        try_cast(hold_time as double) as hold_seconds,
        try_cast(wrap_up_time as double) as wrap_up_seconds,
        -- timestamps
        {{ parse_timestamp('created_at') }} as started_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.call_leg', key='source_call_leg_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
