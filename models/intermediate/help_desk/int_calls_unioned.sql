-- one row per call or chat that was offered to a queue or made by an agent: the input contract
with

calls as (

    select * from {{ ref('int_calls_checked') }}
    where reason_code is null

),

outcomes as (

    select * from {{ ref('call_outcome_map') }}

),

keyed as (

    select
        -- ids
        calls.source_system || ':' || calls.source_call_id as call_id,
        calls.source_system,
        calls.source_call_id,
        calls.source_system || ':' || calls.source_ticket_id as ticket_id,
        calls.source_system || ':' || calls.source_contact_id as contact_record_id,
        calls.source_system || ':' || calls.source_agent_id as agent_id,
        -- text
        calls.contact_kind,
        case
            when lower(calls.raw_direction) in ('inbound', 'incoming', 'in') then 'inbound'
            when lower(calls.raw_direction) in ('outbound', 'outgoing', 'out') then 'outbound'
            else 'unknown'
        end as direction,
        calls.raw_direction,
        calls.queue_name,
        case
            when calls.raw_outcome is null then 'unknown'
            else coalesce(outcomes.outcome, 'unmapped')
        end as outcome,
        calls.raw_outcome,
        -- numbers; null is not measured, zero is none
        calls.wait_seconds,
        calls.talk_seconds,
        calls.hold_seconds,
        calls.wrap_up_seconds,
        calls.transfer_count,
        coalesce(calls.queue_entry_number, 1) as queue_entry_number,
        calls.callback_wait_seconds,
        -- booleans
        coalesce(calls.is_callback, false) as is_callback,
        calls.is_callback_offered,
        calls.is_resolved_on_call,
        calls.is_outside_business_hours,
        coalesce(calls.is_deleted, false) as is_deleted,
        -- timestamps
        calls.started_at,
        calls.ended_at,
        calls.loaded_at

    from calls

    left join outcomes
        on calls.source_system = outcomes.source_system
        and lower(calls.raw_outcome) = outcomes.raw_outcome

)

select * from keyed
