-- one row per raw row of zendesk.ticket_chat_event: every version that was landed, numbered from the newest
-- left out: filename, url, mime_type, reason, status (no KPI needs them)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket_chat_event') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('chat_id') }} as source_chat_id,
        {{ trim_to_null('actor_id') }} as raw_actor_id,
        nullif(regexp_extract(actor_id, '^(?:agent:)?([0-9]+)$', 1), '') as source_author_id,
        chat_id || '|' || coalesce(cast({{ parse_timestamp('created_at') }} as string), '')
        || '|' || coalesce(chat_index, '') as source_chat_event_id,
        -- text
        lower({{ trim_to_null('type') }}) as chat_event_type,
        {{ trim_to_null('message') }} as body,
        -- `agent:` without a number is a bot or unknown: it cannot be told
        case
            when actor_id like 'agent:_%' then 'agent'
            when substring(actor_id, 1, 2) = '__' then 'system'
            when regexp_matches(actor_id, '^[0-9]+$') then 'customer'
        end as raw_author_role,
        -- booleans
        -- an event of an earlier session that is shown again is no message of this one
        coalesce(try_cast(is_history_context as boolean), false) as is_history,
        lower({{ trim_to_null('type') }}) = 'chatmessage'
        and not coalesce(try_cast(is_history_context as boolean), false) as is_message,
        -- timestamps
        {{ parse_timestamp('created_at') }} as occurred_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket_chat_event', key='source_chat_event_id', newest=['loaded_at']) }}

)

select * from versioned
