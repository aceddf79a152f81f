-- one row per raw row of hubspot.conversation_channel: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'conversation_channel') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_channel_id,
        -- text
        {{ trim_to_null('name') }} as channel_name,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.conversation_channel', key='source_channel_id', newest=['loaded_at']) }}

)

select * from versioned
