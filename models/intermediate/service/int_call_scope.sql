-- one row per call or chat: whose it is, who had it, and why it does not count (null: it counts)
with

calls as (

    select * from {{ ref('int_calls_unioned') }}

),

agents as (

    select * from {{ ref('int_agents_unioned') }}

),

-- everyone who talked has a part of the call, also outside numbers and colleagues who were consulted;
-- the second one was handed the call
talkers as (

    select
        call_id,
        cast(greatest(count(*) - 1, 0) as integer) as transfer_count

    from {{ ref('int_call_legs_unioned') }}

    where leg_type in ('agent', 'external') and is_completed

    group by 1

),

scoped as (

    select
        calls.call_id,
        calls.source_system,
        calls.source_call_id,
        tickets.ticket_id,
        -- where the call names nobody, the requester of its ticket called
        coalesce(people.customer_id, tickets.customer_id, 'unknown') as customer_id,
        case
            when people.customer_id is null then coalesce(tickets.account_id, 'unknown')
            else coalesce(people.account_id, 'none')
        end as account_id,
        coalesce(people.payer_id, tickets.payer_id, 'unknown') as payer_id,
        coalesce(agents.agent_id, 'unassigned') as agent_id,
        coalesce(people.segment, tickets.segment, 'unknown') as segment,
        case calls.contact_kind when 'call' then 'phone' else 'chat' end as channel,
        coalesce(agents.group_name, calls.queue_name, 'unassigned') as agent_group,
        coalesce(calls.queue_name, 'unassigned') as queue_name,
        tickets.category,
        calls.contact_kind,
        calls.outcome,
        calls.wait_seconds,
        calls.talk_seconds,
        calls.callback_wait_seconds,
        coalesce(calls.transfer_count, talkers.transfer_count, 0) as transfer_count,
        calls.queue_entry_number,
        calls.outcome in ('answered', 'abandoned_on_hold', 'wrong_number') as is_answered,
        calls.is_callback or calls.outcome = 'callback' as is_callback,
        calls.is_callback_offered,
        calls.is_resolved_on_call,
        -- the tool's own word; else the schedule, as far as the calendar reaches
        coalesce(
            calls.is_outside_business_hours,
            case
                when slot.open_from is not null
                    then {{ epoch_seconds('calls.started_at') }}
                        - {{ epoch_seconds('slot.open_from') }}
                        not between 0 and slot.open_seconds
                when slot.slot_started_at is not null then true
            end,
            false
        ) as is_outside_business_hours,
        calls.started_at,
        coalesce(calls.ended_at, calls.started_at + interval 1 second * least(
            coalesce(calls.wait_seconds, 0) + coalesce(calls.talk_seconds, 0)
            + coalesce(calls.hold_seconds, 0), 2678400
        )) as ended_at,
        interval 1 second * least(coalesce(calls.wrap_up_seconds, 0), 2678400)
            as wrap_up_interval,
        case
            when calls.is_deleted then 'deleted'
            when tickets.exclusion_reason in ('spam', 'test') then tickets.exclusion_reason
            when people.is_internal or callers.agent_id is not null then 'internal'
            when calls.direction = 'outbound' then 'outbound'
            when calls.direction <> 'inbound' then 'unknown_direction'
        end as exclusion_reason

    from calls

    left join {{ ref('int_customer_keys') }} as people
        on calls.contact_record_id = people.contact_record_id

    left join agents
        on calls.agent_id = agents.agent_id

    left join agents as callers
        on calls.contact_record_id = callers.agent_id

    left join {{ ref('int_ticket_scope') }} as tickets
        on calls.ticket_id = tickets.ticket_id

    left join talkers
        on calls.call_id = talkers.call_id

    left join {{ ref('int_business_calendar') }} as slot
        on {{ slot_of('slot', "coalesce(tickets.schedule_id, '" ~ var('default_schedule_id') ~ "')", 'calls.started_at') }}

)

select
    {{ all_but('wrap_up_interval') }},
    -- the agent is done: talk and after-call work are over
    ended_at + wrap_up_interval as work_ended_at

from scoped
