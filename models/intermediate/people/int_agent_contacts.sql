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

calls as (

    select
        call_id,
        agent_id,
        coalesce(ticket_id, call_id) as contact_id,
        started_at,
        work_ended_at,
        case when transfer_count > 0 then 1 else 0 end as is_transferred

    from {{ ref('int_call_scope') }}

    where exclusion_reason is null
        and is_answered

),

handled as (

    select * from {{ ref('fct_handling_time') }}
    where is_included

),

-- each agent's own time on a call, however many parts it had; what is not measured is in no average.
-- It stands in the month of KPI-09, a transfer in that of KPI-06
parts as (

    select
        calls.call_id,
        legs.agent_id,
        calls.contact_id,
        calls.work_ended_at as handled_at,
        sum(case when handled.call_id is not null then legs.handle_seconds end)
            as handle_seconds

    from {{ ref('int_call_legs_timed') }} as legs

    inner join calls
        on legs.call_id = calls.call_id

    left join handled
        on legs.call_id = handled.call_id

    group by 1, 2, 3, 4

),

touched as (

    select
        agent_id, contact_id, handled_at,
        1 as reply_count, 0 as call_count, 0 as transferred_call_count,
        cast(null as double) as handle_seconds
    from replies

    union all

    select
        agent_id, contact_id, started_at as handled_at,
        0 as reply_count, 1 as call_count, is_transferred as transferred_call_count,
        cast(null as double) as handle_seconds
    from calls

    union all

    select
        agent_id, contact_id, handled_at,
        0 as reply_count, 0 as call_count, 0 as transferred_call_count,
        handle_seconds
    from parts

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

where agent_id <> 'unassigned'

group by 1, 2, 3, 4
