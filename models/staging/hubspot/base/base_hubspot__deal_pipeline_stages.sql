-- one row per raw row of hubspot.deal_pipeline_stage: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('crm_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'deal_pipeline_stage') }}

),

renamed as (

    select
        -- ids
        -- unique over all pipelines
        {{ trim_to_null('stage_id') }} as source_stage_id,
        -- text
        {{ trim_to_null('label') }} as stage_label,
        -- numbers
        try_cast(probability as double) as probability,
        -- booleans
        try_cast(is_closed as boolean) as is_closed,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.deal_pipeline_stage', key='source_stage_id', newest=['loaded_at']) }}

)

select * from versioned
