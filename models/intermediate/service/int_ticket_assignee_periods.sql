-- one row per ticket and interval in which one agent, or nobody, had it
with

tickets as (

    select
        ticket_id,
        assignee_agent_id,
        created_at

    from {{ ref('int_tickets_unioned') }}

),

agents as (

    select
        agent_id,
        group_name

    from {{ ref('int_agents_unioned') }}

),

changes as (

    select
        ticket_id,
        ticket_event_id,
        source_system || ':' || raw_value as assignee_id,
        source_system || ':' || raw_previous_value as previous_assignee_id,
        occurred_at,
        row_number() over (
            partition by ticket_id
            order by occurred_at, ticket_event_id
        ) as change_number

    from {{ ref('int_ticket_events_unioned') }}

    where event_type = 'assignee'

),

-- before its first change a ticket was with the agent whom that change names, or with nobody;
-- without any change it was all the time with the one who has it now
beginnings as (

    select
        tickets.ticket_id,
        tickets.ticket_id || '|created' as ticket_event_id,
        case
            when changes.ticket_id is null then tickets.assignee_agent_id
            else changes.previous_assignee_id
        end as assignee_id,
        tickets.created_at as started_at,
        0 as change_number,
        changes.ticket_id is not null as is_from_history

    from tickets

    left join changes
        on tickets.ticket_id = changes.ticket_id
        and changes.change_number = 1

    where changes.ticket_id is null
        or changes.occurred_at > tickets.created_at

),

assignments as (

    select * from beginnings

    union all

    select
        ticket_id,
        ticket_event_id,
        assignee_id,
        occurred_at as started_at,
        change_number,
        true as is_from_history

    from changes

),

periods as (

    select
        *,
        lead(started_at) over (
            partition by ticket_id
            order by started_at, change_number
        ) as ended_at

    from assignments

)

select
    periods.ticket_event_id as assignee_period_id,
    periods.ticket_id,
    coalesce(agents.agent_id, 'unassigned') as agent_id,
    coalesce(agents.group_name, 'unassigned') as agent_group,
    periods.is_from_history,
    periods.ended_at is null as is_current,
    periods.started_at,
    periods.ended_at

from periods

left join agents
    on periods.assignee_id = agents.agent_id
