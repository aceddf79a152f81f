-- one row per run of customer messages on a ticket, with the public human answer to it
with

periods as (

    select * from {{ ref('int_ticket_status_periods') }}

),

-- a ticket solved without a word waits for no answer: what the customer writes next is a new run
steps as (

    select
        ticket_id,
        message_id as step_id,
        author_role as step_type,
        author_record_id,
        sent_at as happened_at

    from {{ ref('int_ticket_messages_unioned') }}

    where is_public
        and not is_deleted
        and author_role in ('customer', 'agent')

    union all

    select
        ticket_id,
        status_period_id as step_id,
        'solve' as step_type,
        cast(null as string) as author_record_id,
        started_at as happened_at

    from periods

    where status in ('solved', 'closed')

),

-- at the same second, the customer's message comes first
ordered as (

    select
        *,
        row_number() over ticket_order as step_number,
        case
            when step_type = 'customer'
                and coalesce(lag(step_type) over ticket_order, '') <> 'customer' then 1
            else 0
        end as starts_run

    from steps

    window ticket_order as (
        partition by ticket_id
        order by happened_at, case when step_type = 'customer' then 0 else 1 end, step_id
    )

),

numbered as (

    select
        *,
        cast(sum(starts_run) over (
            partition by ticket_id order by step_number
        ) as bigint) as message_run_number

    from ordered

),

-- what agents write before the customer does answers nothing
runs as (

    select
        ticket_id || '|' || message_run_number as ticket_response_id,
        ticket_id,
        message_run_number,
        count(*) filter (where step_type = 'customer') as customer_message_count,
        min(happened_at) filter (where step_type = 'customer') as received_at,
        min(happened_at) filter (where step_type = 'agent') as responded_at,
        {{ value_at_least("author_record_id", "step_number") }} filter (where step_type = 'agent')
            as responder_record_id,
        bool_or(step_type = 'solve') as is_solved_after

    from numbered

    where message_run_number > 0

    group by 1, 2, 3

),

held as (

    select runs.ticket_response_id

    from runs

    inner join periods
        on runs.ticket_id = periods.ticket_id
        and coalesce(runs.responded_at, {{ as_of() }}) > periods.started_at
        and runs.received_at < periods.ended_at

    where periods.status = 'hold'

    group by 1

)

select
    runs.*,
    held.ticket_response_id is not null as has_hold

from runs

left join held
    on runs.ticket_response_id = held.ticket_response_id
