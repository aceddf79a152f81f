-- one row per ticket that was given to somebody: how often it went from one agent or group to another
with

changes as (

    select
        ticket_id,
        event_type,
        raw_value,
        coalesce(
            raw_previous_value,
            lag(raw_value) over (
                partition by ticket_id, event_type
                order by occurred_at, ticket_event_id
            )
        ) as previous_value

    from {{ ref('int_ticket_events_unioned') }}

    where event_type in ('assignee', 'group')

),

-- the first one to take a ticket has it from nobody
counted as (

    select
        ticket_id,
        count(*) filter (where event_type = 'assignee' and raw_value <> previous_value)
            as reassignment_count,
        case
            when bool_or(event_type = 'group')
                then count(*) filter (where event_type = 'group' and raw_value <> previous_value)
        end as group_hop_count

    from changes

    group by 1

)

select * from counted
