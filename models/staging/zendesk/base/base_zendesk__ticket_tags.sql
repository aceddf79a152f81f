-- one row per raw row of zendesk.ticket_tag: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_tag') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        ticket_id || '|' || tag as source_tag_id,
        -- text
        lower({{ trim_to_null('tag') }}) as tag,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_tag', key='source_tag_id', newest=['loaded_at']) }}

)

select * from versioned
