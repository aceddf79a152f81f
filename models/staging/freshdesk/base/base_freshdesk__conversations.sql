-- one row per raw row of freshdesk.conversations: every version that was landed, numbered from the newest
-- left out: body (the same text as HTML), from_email, to_emails, cc_emails, support_email (personal, user_id tells),
--   category, attachments (no KPI needs them)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'conversations') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_message_id,
        {{ trim_to_null('ticket_id') }} as source_ticket_id,
        {{ trim_to_null('user_id') }} as source_author_id,
        -- text
        {{ trim_to_null('source') }} as raw_message_source,
        {{ trim_to_null('body_text') }} as body,
        -- booleans
        try_cast(incoming as boolean) as is_incoming,
        try_cast(private as boolean) as is_private,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as sent_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.conversations', key='source_message_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
