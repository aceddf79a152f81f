-- one row per raw row of zendesk.ticket_chat: every version that was landed, numbered from the newest
-- left out: visitor_id, webpath, tags, integration_id (no KPI needs them)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_chat') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('chat_id') }} as source_chat_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('user_id') }} as source_contact_id,
        -- text
        {{ trim_to_null('channel') }} as raw_channel,
        {{ trim_to_null('initiator') }} as initiator,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_chat', key='source_chat_id', newest=['loaded_at']) }}

)

select * from versioned
