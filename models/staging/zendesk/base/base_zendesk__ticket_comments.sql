-- one row per raw row of zendesk.ticket_comment: every version that was landed, numbered from the newest
-- left out: recording_url, location, transcription_* (personal, no KPI needs them)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_comment') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_message_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('user_id') }} as source_author_id,
        -- text
        {{ trim_to_null('body') }} as body,
        -- booleans
        try_cast(public as boolean) as is_public,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created') }} as sent_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_comment', key='source_message_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
