-- one row per issue, a chain of counted tickets of one customer about one thing
with

issue_tickets as (

    select * from {{ ref('int_issue_tickets') }}

),

message_facts as (

    select
        ticket_id,
        agent_reply_count,
        customer_message_count

    from {{ ref('int_ticket_message_facts') }}

)

select
    issue_tickets.issue_id,
    count(*) as ticket_count,
    cast(sum(issue_tickets.counted_reopen_count) as bigint) as reopen_count,
    cast(sum(coalesce(message_facts.agent_reply_count, 0)) as bigint)
        as agent_reply_count,
    cast(sum(coalesce(message_facts.customer_message_count, 0)) as bigint)
        as customer_message_count,
    -- closed without being solved ends the wait for a chain, and solves nothing
    bool_and(issue_tickets.resolution_type = 'solved') as is_resolved,
    case
        when bool_and(issue_tickets.resolution_type = 'solved')
            then max(issue_tickets.resolved_at)
    end as resolved_at

from issue_tickets

left join message_facts
    on issue_tickets.ticket_id = message_facts.ticket_id

group by 1
