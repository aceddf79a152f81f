-- one row per counted ticket of a known customer: the issue (chain of tickets) that it belongs to
with

tickets as (

    select * from {{ ref('int_ticket_scope') }}

    where exclusion_reason is null
        and customer_id <> 'unknown'

),

resolutions as (

    select
        ticket_id,
        resolved_at,
        resolution_type,
        counted_reopen_count

    from {{ ref('int_ticket_resolutions') }}

),

-- an open ticket keeps its issue open for ever
timed as (

    select
        tickets.*,
        resolutions.resolved_at,
        resolutions.resolution_type,
        resolutions.counted_reopen_count,
        coalesce(tickets.category, '') as chain_category,
        coalesce(resolutions.resolved_at, timestamp '9999-12-31') as solved_until

    from tickets

    inner join resolutions
        on tickets.ticket_id = resolutions.ticket_id

),

-- solved times need not come in the order of creation, so the latest of all earlier ones counts
ordered as (

    select
        *,
        max(solved_until) over (
            partition by customer_id, chain_category
            order by created_at, ticket_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_solved_until

    from timed

),

flagged as (

    select
        *,
        case
            when earlier_solved_until is null then 1
            when earlier_solved_until = timestamp '9999-12-31' then 0
            when created_at <= earlier_solved_until
                + interval {{ var('fcr_repeat_window_days') }} day then 0
            else 1
        end as starts_issue

    from ordered

),

numbered as (

    select
        *,
        cast(sum(starts_issue) over (
            partition by customer_id, chain_category
            order by created_at, ticket_id
            rows between unbounded preceding and current row
        ) as bigint) as issue_number

    from flagged

),

named as (

    select
        *,
        first_value(ticket_id) over (
            partition by customer_id, chain_category, issue_number
            order by created_at, ticket_id
        ) as issue_id

    from numbered

)

select * from named
