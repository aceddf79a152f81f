-- one row per raw row of hubspot.engagement_call, and of hubspot.conversation_thread that is a chat without a ticket, in the shape of int_calls_unioned
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

dispositions as (

    select
        option_value,
        min(option_label) as disposition

    from {{ ref('base_hubspot__property_options') }}

    where version_number = 1
        and property_name = 'hs_call_disposition'

    group by 1

),

calls as (

    select
        'engagement_call' as source_table,
        calls.raw_row_id, calls.version_number, calls.is_exact_duplicate,
        calls.source_call_id,
        tickets.source_ticket_id, people.source_contact_id, calls.source_agent_id,
        'call' as contact_kind,
        calls.raw_direction,
        -- what the agent noted says more than what the line reported
        coalesce(
            case when calls.has_voicemail then 'voicemail' end,
            dispositions.disposition,
            calls.disposition_code,
            calls.call_status
        ) as raw_outcome,
        cast(null as double) as wait_seconds,
        calls.talk_seconds,
        calls.is_deleted,
        calls.started_at,
        cast(null as timestamp) as ended_at,
        calls.loaded_at,
        calls.raw_record

    from {{ ref('base_hubspot__engagement_calls') }} as calls

    left join {{ ref('base_hubspot__engagement_tickets') }} as tickets
        on calls.source_call_id = tickets.source_engagement_id

    left join {{ ref('base_hubspot__engagement_people') }} as people
        on calls.source_call_id = people.source_engagement_id

    left join dispositions
        on calls.disposition_code = dispositions.option_value

),

chats as (

    select
        'conversation_thread' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        -- engagements are counted apart from conversations
        'thread|' || source_thread_id as source_call_id,
        source_ticket_id,
        source_contact_id,
        source_agent_id,
        'chat' as contact_kind,
        raw_direction,
        raw_outcome,
        wait_seconds,
        cast(null as double) as talk_seconds,
        is_deleted,
        started_at,
        ended_at,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__chats') }}

    where is_chat

),

unioned as (

    select * from calls
    union all
    select * from chats

),

shaped as (

    select
        'hubspot' as source_system,
        unioned.*,
        -- HubSpot knows no queue and times no hold, no after-call work
        cast(null as string) as queue_name,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(null as integer) as transfer_count,
        cast(null as integer) as queue_entry_number,
        cast(null as double) as callback_wait_seconds,
        cast(null as boolean) as is_callback,
        cast(null as boolean) as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        cast(null as boolean) as is_outside_business_hours

    from unioned

)

select * from shaped
