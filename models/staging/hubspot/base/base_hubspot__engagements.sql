-- one row per raw row of hubspot.engagement: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'engagement') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_engagement_id,
        -- text
        upper({{ trim_to_null('type') }}) as engagement_type,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.engagement', key='source_engagement_id', newest=['loaded_at']) }}

)

select * from versioned
