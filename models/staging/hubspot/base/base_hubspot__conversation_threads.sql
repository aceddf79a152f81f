-- one row per raw row of hubspot.conversation_thread: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'conversation_thread') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_thread_id,
        {{ trim_to_null('associated_contact_id') }} as source_contact_id,
        {{ trim_to_null('associated_ticket_id') }} as source_ticket_id,
        {{ trim_to_null('original_channel_id') }} as source_channel_id,
        -- text
        upper({{ trim_to_null('status') }}) as thread_status,
        -- booleans
        coalesce(try_cast(spam as boolean), false) as is_spam,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as started_at,
        {{ parse_timestamp('closed_at') }} as ended_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.conversation_thread', key='source_thread_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
