-- one row per agent, month and contact (a ticket, or a call without one) in which the agent wrote or spoke to the customer
with

replies as (

    select
        messages.author_record_id as agent_id,
        messages.ticket_id as contact_id,
        messages.sent_at as handled_at

    from {{ ref('int_ticket_messages_unioned') }} as messages

    inner join {{ ref('int_ticket_scope') }} as tickets
        on messages.ticket_id = tickets.ticket_id

    where tickets.exclusion_reason is null
        and messages.is_public
        and not messages.is_deleted
        and messages.author_role = 'agent'

),

-- what is not measured counts as a call, and in no average
calls as (

    select
        agent_id,
        coalesce(ticket_id, call_id) as contact_id,
        started_at as handled_at,
        talk_seconds + coalesce(hold_seconds, 0) + coalesce(wrap_up_seconds, 0)
            as handle_seconds,
        case when transfer_count > 0 then 1 else 0 end as is_transferred

    from {{ ref('int_calls_unioned') }}

    where outcome = 'answered'
        and direction <> 'outbound'
        and not is_deleted
        and agent_id is not null

),

touched as (

    select
        agent_id, contact_id, handled_at,
        1 as reply_count, 0 as call_count, 0 as transferred_call_count,
        cast(null as double) as handle_seconds
    from replies

    union all

    select
        agent_id, contact_id, handled_at,
        0 as reply_count, 1 as call_count, is_transferred as transferred_call_count,
        handle_seconds
    from calls

)

select
    agent_id || '|' || cast(cast(date_trunc('month', handled_at) as date) as string)
    || '|' || contact_id as agent_contact_id,
    agent_id,
    contact_id,
    cast(date_trunc('month', handled_at) as date) as month_start,
    sum(reply_count) as reply_count,
    sum(call_count) as call_count,
    sum(transferred_call_count) as transferred_call_count,
    count(handle_seconds) as measured_call_count,
    sum(handle_seconds) as handle_seconds

from touched

group by 1, 2, 3, 4
