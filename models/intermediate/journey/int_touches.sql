-- one row per contact in any tool: tickets, messages, calls, chats, survey responses, leads, sales, digital journeys
with

service as (

    select * from {{ ref('int_touches_service') }}

),

-- the ticket stands for the call or chat that it was opened for
calls as (

    select
        'call|' || calls.call_id as touch_id,
        cast(null as string) as feedback_key,
        calls.contact_kind,
        case calls.exclusion_reason
            when 'outbound' then 'outbound'
            when 'unknown_direction' then 'unknown'
            else 'inbound'
        end as direction,
        calls.channel,
        case
            when calls.exclusion_reason not in ('outbound', 'unknown_direction')
                then calls.exclusion_reason
            when calls.started_at <= tickets.touched_at then 'same_contact'
        end as exclusion_reason,
        calls.ticket_id,
        calls.source_system,
        calls.customer_id,
        calls.account_id,
        calls.payer_id,
        calls.segment,
        calls.agent_id,
        calls.agent_group,
        calls.started_at as touched_at

    from {{ ref('int_call_scope') }} as calls

    left join service as tickets
        on 'ticket|' || calls.ticket_id = tickets.touch_id

),

help_desk as (

    select * from service
    union all
    select * from calls

),

-- the touchpoint of help is the channel in which it is given
unioned as (

    select
        touch_id,
        feedback_key,
        contact_kind,
        direction,
        channel,
        'channel' as maps_from,
        channel as raw_touchpoint,
        exclusion_reason,
        ticket_id,
        source_system,
        customer_id,
        account_id,
        payer_id,
        segment,
        agent_id,
        agent_group,
        touched_at
    from help_desk

    union all

    select * from {{ ref('int_touches_surveys') }}

    union all

    select * from {{ ref('int_touches_commercial') }}

)

select * from unioned

where touched_at <= {{ as_of() }}
