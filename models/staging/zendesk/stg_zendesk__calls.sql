-- one row per raw row of zendesk.call, and of zendesk.ticket_chat (a chat session), in the shape of int_calls_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

groups as (

    select * from {{ ref('base_zendesk__groups') }}
    where version_number = 1

),

calls as (

    select
        'call' as source_table,
        calls.raw_row_id, calls.version_number, calls.is_exact_duplicate,
        calls.source_call_id, calls.source_ticket_id, calls.source_contact_id,
        calls.source_agent_id,
        'call' as contact_kind,
        calls.raw_direction,
        groups.group_name as queue_name,
        -- who leaves a message was not answered, whatever the call says
        case
            when calls.is_voicemail
                and coalesce(calls.completion_status, 'completed') = 'completed'
                then 'voicemail'
            else calls.completion_status
        end as raw_outcome,
        calls.wait_seconds, calls.talk_seconds, calls.hold_seconds,
        calls.wrap_up_seconds,
        -- the legs of the call tell who had it, here nothing does
        cast(null as integer) as transfer_count,
        -- a caller who goes back into the queue stays on the same row
        cast(null as integer) as queue_entry_number,
        -- the wait of a callback runs on until an agent has the caller on the line
        case
            when calls.is_callback and calls.completion_status = 'completed'
                and not calls.is_voicemail then calls.wait_seconds
        end as callback_wait_seconds,
        calls.is_callback,
        -- who asks on the web was never in the queue; to whom it was offered there, nothing tells
        case
            when calls.is_callback and calls.callback_source <> 'queue' then false
        end as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        calls.is_outside_business_hours, calls.is_deleted, calls.started_at,
        case
            -- no call lasts a month
            when abs(calls.duration_seconds) < 2678400
                then calls.started_at + calls.duration_seconds * interval 1 second
        end as ended_at,
        calls.loaded_at, calls.raw_record

    from {{ ref('base_zendesk__calls') }} as calls

    left join groups
        on calls.source_group_id = groups.source_group_id

),

chats as (

    select
        'ticket_chat' as source_table,
        raw_row_id, version_number, is_exact_duplicate,
        source_chat_id as source_call_id, source_ticket_id, source_contact_id,
        source_agent_id,
        'chat' as contact_kind,
        -- 5, started by a trigger, is nobody's
        case initiator when '1' then 'outbound' when '2' then 'inbound' end
            as raw_direction,
        cast(null as string) as queue_name,
        case
            when first_agent_message_at is not null then 'answered'
            when left_at is not null then 'abandoned'
            when started_at is not null then 'missed'
        end as raw_outcome,
        -- who was written to did not wait
        case
            when coalesce(initiator, '') <> '1'
                then {{ epoch_seconds('coalesce(first_agent_message_at, left_at)') }} - {{ epoch_seconds('started_at') }}
        end as wait_seconds,
        cast(null as double) as talk_seconds,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(transfer_count as integer) as transfer_count,
        cast(null as integer) as queue_entry_number,
        cast(null as double) as callback_wait_seconds,
        cast(null as boolean) as is_callback,
        cast(null as boolean) as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        cast(null as boolean) as is_outside_business_hours,
        false as is_deleted, started_at, ended_at, loaded_at, raw_record

    from {{ ref('base_zendesk__chat_sessions') }}

),

unioned as (

    select * from calls
    union all
    select * from chats

)

select
    'zendesk' as source_system,
    unioned.*

from unioned
