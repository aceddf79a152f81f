-- one row per issue, a chain of tickets of one customer about one thing; tickets that do not count stand alone (KPI-05)
with

issues as (

    select * from {{ ref('int_issues') }}

),

tickets as (

    select * from {{ ref('int_ticket_first_responses') }}

),

-- the first ticket stands for its issue; one that does not count is an issue of its own
led as (

    select
        tickets.*,
        issues.ticket_count,
        issues.reopen_count,
        issues.agent_reply_count,
        issues.customer_message_count,
        issues.is_resolved,
        issues.resolved_at,
        case
            when issues.is_resolved
                then issues.resolved_at
                    + interval {{ var('fcr_repeat_window_days') }} day
                    <= {{ as_of() }}
            else tickets.created_at
                + interval {{ var('fcr_unsolved_mature_days') }} day <= {{ as_of() }}
        end as is_mature,
        case
            when tickets.exclusion_reason is not null then tickets.exclusion_reason
            when tickets.customer_id = 'unknown' then 'unlinkable'
            -- without messages nobody knows how often we wrote before it was solved
            when not tickets.has_landed_messages and not tickets.is_synchronous
                then 'no_messages'
        end as ticket_exclusion_reason

    from tickets

    left join issues
        on tickets.ticket_id = issues.issue_id

    where issues.issue_id is not null
        or tickets.exclusion_reason is not null
        or tickets.customer_id = 'unknown'

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
        -- who took the first contact: the first to answer, else whose ticket it is
        case
            when first_responder_agent_id <> 'unassigned' then first_responder_agent_id
            else agent_id
        end as first_agent_id,
        -- text
        segment,
        channel,
        agent_group,
        coalesce(category, 'unknown') as category,
        'repeat_contact' as fcr_method,
        coalesce(
            ticket_exclusion_reason, case when not is_mature then 'immature' end
        ) as exclusion_reason,
        -- numbers
        coalesce(ticket_count, 1) as ticket_count,
        coalesce(reopen_count, 0) as reopen_count,
        coalesce(agent_reply_count, 0) as agent_reply_count,
        coalesce(customer_message_count, 0) as customer_message_count,
        case
            when ticket_exclusion_reason is null and is_mature and is_resolved
                and ticket_count = 1 and reopen_count = 0
                and (agent_reply_count <= 1 or is_synchronous) then 1
            else 0
        end as first_contact_resolution_count,
        case when ticket_exclusion_reason = 'unlinkable' then 1 else 0 end as unlinkable_count,
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
