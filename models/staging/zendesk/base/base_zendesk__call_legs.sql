-- one row per raw row of zendesk.call_leg: every version that was landed, numbered from the newest
-- left out: the times of a leg (those of the call are read)
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
        -- timestamps
        {{ parse_timestamp('created_at') }} as started_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.call_leg', key='source_call_leg_id', newest=['loaded_at']) }}

)

select * from versioned
