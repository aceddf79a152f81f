-- one row per raw row of intercom.conversation_part_history: every version that was landed, numbered from the newest
-- left out: notified_at, attachments, event_details, email_message_metadata (no KPI needs them)
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'conversation_part_history') }}

),

renamed as (

    select
        -- ids; assigned to 0 is nobody
        {{ trim_to_null('id') }} as source_part_id,
        {{ trim_to_null('conversation_id') }} as source_ticket_id,
        {{ trim_to_null('author_id') }} as source_author_id,
        nullif({{ trim_to_null('assigned_to_id') }}, '0') as assigned_to_id,
        -- text
        lower({{ trim_to_null('part_type') }}) as part_type,
        case lower({{ trim_to_null('author_type') }})
            when 'admin' then 'agent'
            when 'user' then 'customer'
            when 'lead' then 'customer'
            when 'contact' then 'customer'
            when 'bot' then 'bot'
            when 'team' then 'system'
        end as raw_author_role,
        lower({{ trim_to_null('assigned_to_type') }}) as assigned_to_type,
        -- what the part does to the conversation, in the words of conversation_history.state
        case
            when lower(part_type) = 'close' then 'closed'
            when lower(part_type) = 'snoozed' then 'snoozed'
            -- also when a snooze ends: only after a close is it a reopening
            when lower(part_type) = 'open'
                or lower(part_type) like '%unsnooze%'
                or lower(part_type) like '%reopen%' then 'open'
        end as new_state,
        case
            when lower(assigned_to_type) = 'team' then 'group'
            when lower(part_type) like '%assign%' or assigned_to_id is not null then 'assignee'
        end as assigned_field,
        {{ trim_to_null('body') }} as body,
        -- booleans; a part without an open version was deleted
        _is_active as is_active_version,
        -- a reply may stand in any part that the customer sees; whatever else has a text is internal
        coalesce(
            lower(part_type) not like '%note%'
            and (
                lower(part_type) like '%comment%'
                or lower(part_type) like '%assign%'
                or lower(part_type) like '%snooze%'
                or lower(part_type) in ('open', 'close', 'quick_reply')
            ),
            false
        ) as is_public,
        _is_deleted
        or coalesce(try_cast(redacted as boolean), false)
        or coalesce(body like '%<i>This message was deleted</i>%', false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ parse_timestamp('conversation_updated_at') }} as conversation_updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'intercom.conversation_part_history', key='source_part_id',
        newest=['is_active_version', 'updated_at', 'conversation_updated_at', 'loaded_at']) }}

)

select * from versioned
