-- one row per raw row of hubspot.ticket_pipeline_stage: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'ticket_pipeline_stage') }}

),

renamed as (

    select
        -- ids
        -- unique over all pipelines
        {{ trim_to_null('stage_id') }} as source_stage_id,
        -- text
        {{ trim_to_null('label') }} as stage_label,
        coalesce(
            upper({{ trim_to_null('ticket_state') }}),
            case try_cast(is_closed as boolean) when true then 'CLOSED' when false then 'OPEN' end
        ) as ticket_state,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.ticket_pipeline_stage', key='source_stage_id', newest=['loaded_at']) }}

)

select * from versioned
