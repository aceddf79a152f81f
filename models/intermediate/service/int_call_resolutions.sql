-- one row per phone call: whether the matter was solved on it, and when the customer came back with it
with

calls as (

    select * from {{ ref('int_call_scope') }}

),

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

-- whatever a known customer begins: calls and chats, and tickets
contacts as (

    select
        call_id as contact_id,
        customer_id,
        category,
        started_at
    from calls
    where exclusion_reason is null and customer_id <> 'unknown'

    union all

    select
        ticket_id as contact_id,
        customer_id,
        category,
        created_at as started_at
    from tickets
    where exclusion_reason is null and customer_id <> 'unknown'

),

-- without a category on either side the customer alone tells
repeats as (

    select
        calls.call_id,
        min(contacts.started_at) as next_contact_at

    from calls

    inner join contacts
        on calls.customer_id = contacts.customer_id
        and calls.ended_at < contacts.started_at
        and calls.ended_at + interval {{ var('fcr_repeat_window_days') }} day
        >= contacts.started_at
        and coalesce(calls.category = contacts.category, true)
        and calls.call_id <> contacts.contact_id
        and coalesce(calls.ticket_id, '') <> contacts.contact_id

    group by 1

),

-- agents write down the result in their after-call work: the status counts that held at its end
statuses as (

    select
        calls.call_id,
        bool_or(periods.status in ('solved', 'closed')) as is_ticket_solved

    from calls

    inner join {{ ref('int_ticket_status_periods') }} as periods
        on calls.ticket_id = periods.ticket_id
        and calls.work_ended_at >= periods.started_at
        and (periods.is_current or calls.work_ended_at < periods.ended_at)

    group by 1

),

joined as (

    select
        calls.*,
        coalesce(calls.is_resolved_on_call, statuses.is_ticket_solved) as is_resolved,
        repeats.next_contact_at

    from calls

    left join repeats
        on calls.call_id = repeats.call_id

    left join statuses
        on calls.call_id = statuses.call_id

    where calls.contact_kind = 'call'

)

select * from joined
