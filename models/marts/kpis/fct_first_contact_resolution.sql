-- one row per issue, a chain of tickets of one customer about one thing; tickets that do not count stand alone (KPI-05)
with

issues as (

    select * from {{ ref('int_issues') }}

),

scope as (

    select * from {{ ref('int_ticket_scope') }}

),

-- the first ticket stands for its issue; one that does not count is an issue of its own
led as (

    select
        scope.*,
        issues.ticket_count,
        issues.reopen_count,
        issues.agent_reply_count,
        issues.is_resolved,
        issues.resolved_at,
        case
            when issues.is_resolved
                then issues.resolved_at
                    + interval {{ var('fcr_repeat_window_days') }} day
                    <= {{ as_of() }}
            else scope.created_at
                + interval {{ var('fcr_unsolved_mature_days') }} day <= {{ as_of() }}
        end as is_mature,
        case
            when scope.exclusion_reason is not null then scope.exclusion_reason
            when scope.customer_id = 'unknown' then 'unlinkable'
            -- without messages nobody knows how often we wrote before it was solved
            when not scope.has_landed_messages and not scope.is_synchronous
                then 'no_messages'
        end as ticket_exclusion_reason

    from scope

    left join issues
        on scope.ticket_id = issues.issue_id

    where issues.issue_id is not null
        or scope.exclusion_reason is not null
        or scope.customer_id = 'unknown'

),

judged as (

    select
        -- ids
        ticket_id as issue_id,
        source_system,
        source_ticket_id,
        customer_id,
        account_id,
        payer_id,
        agent_id,
        -- text
        segment,
        channel,
        agent_group,
        coalesce(category, 'unknown') as category,
        coalesce(
            ticket_exclusion_reason, case when not is_mature then 'immature' end
        ) as exclusion_reason,
        -- numbers
        coalesce(ticket_count, 1) as ticket_count,
        coalesce(reopen_count, 0) as reopen_count,
        coalesce(agent_reply_count, 0) as agent_reply_count,
        case
            when ticket_exclusion_reason is null and is_mature and is_resolved
                and ticket_count = 1 and reopen_count = 0
                and (agent_reply_count <= 1 or is_synchronous) then 1
            else 0
        end as first_contact_resolution_count,
        -- booleans
        ticket_exclusion_reason is null and is_mature as is_included,
        coalesce(is_resolved, false) as is_resolved,
        coalesce(is_mature, false) as is_mature,
        -- dates and timestamps
        cast(created_at as date) as first_contact_date,
        created_at as first_contact_at,
        resolved_at

    from led

)

select * from judged
