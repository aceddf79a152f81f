-- one row per ticket: the agent who had it when it was solved, or has it while it is not
with

tickets as (

    select
        ticket_id,
        coalesce(resolved_at, {{ as_of() }}) as decided_at

    from {{ ref('int_ticket_resolutions') }}

),

periods as (

    select * from {{ ref('int_ticket_assignee_periods') }}

)

select
    tickets.ticket_id,
    coalesce(periods.agent_id, 'unassigned') as resolution_agent_id,
    coalesce(periods.agent_group, 'unassigned') as resolution_agent_group

from tickets

left join periods
    on tickets.ticket_id = periods.ticket_id
    and tickets.decided_at >= periods.started_at
    and (periods.is_current or tickets.decided_at < periods.ended_at)
