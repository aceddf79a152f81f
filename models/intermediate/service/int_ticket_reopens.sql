-- one row per reopening of a ticket: solved, then worked on again
with

periods as (

    select * from {{ ref('int_ticket_status_periods') }}

),

agent_replies as (

    select
        ticket_id,
        sent_at

    from {{ ref('int_ticket_messages_unioned') }}

    where is_public
        and not is_deleted
        and author_role = 'agent'

),

reopens as (

    select
        status_period_id as reopen_id,
        ticket_id,
        started_at as reopened_at,
        period_number

    from periods

    where previous_status in ('solved', 'closed')
        and status in ('new', 'open', 'pending', 'hold', 'unmapped')

),

solves as (

    select
        ticket_id,
        started_at as solved_at,
        period_number

    from periods

    where status = 'solved'

),

solved_again as (

    select
        reopens.reopen_id,
        reopens.ticket_id,
        reopens.reopened_at,
        min(solves.solved_at) as solved_again_at

    from reopens

    -- by their order: solved and reopened within one second is not solved again
    left join solves
        on reopens.ticket_id = solves.ticket_id
        and reopens.period_number < solves.period_number

    group by 1, 2, 3

),

-- a word of thanks reopens a ticket too: solved again soon and without an answer, it does not count
judged as (

    select
        solved_again.reopen_id,
        solved_again.ticket_id,
        solved_again.reopened_at,
        solved_again.solved_again_at,
        not coalesce(
            solved_again.solved_again_at
            <= solved_again.reopened_at
            + interval {{ var('fcr_reopen_grace_hours') }} hour
            and count(agent_replies.ticket_id) = 0,
            false
        ) as is_counted

    from solved_again

    left join agent_replies
        on solved_again.ticket_id = agent_replies.ticket_id
        and solved_again.reopened_at <= agent_replies.sent_at
        and solved_again.solved_again_at >= agent_replies.sent_at

    group by 1, 2, 3, 4

)

select * from judged
