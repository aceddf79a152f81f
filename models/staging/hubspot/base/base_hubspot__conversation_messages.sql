-- one row per raw row of hubspot.conversation_message_history: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'conversation_message_history') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_message_id,
        {{ trim_to_null('thread_id') }} as source_thread_id,
        {{ trim_to_null('created_by') }} as conversation_actor_id,
        -- text
        upper({{ trim_to_null('type') }}) as message_type,
        upper({{ trim_to_null('direction') }}) as message_direction,
        upper({{ trim_to_null('status_type') }}) as delivery_status,
        coalesce({{ trim_to_null('text') }}, {{ trim_to_null('rich_text') }}) as body,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as sent_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.conversation_message_history', key='source_message_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
