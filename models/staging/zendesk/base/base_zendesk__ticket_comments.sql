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
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(created as timestamp) as sent_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_message_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.ticket_comment|' || coalesce(source_message_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
