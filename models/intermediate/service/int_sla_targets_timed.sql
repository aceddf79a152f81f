-- one row per service level target: whose ticket it is, when its clock started, and when it was reached
with

targets as (

    select * from {{ ref('int_sla_targets_unioned') }}

),

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

first_responses as (

    select * from {{ ref('fct_first_response_time') }}

),

resolutions as (

    select * from {{ ref('fct_resolution_time') }}

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

-- of the other metrics only the tool's own verdict is known
joined as (

    select
        targets.*,
        tickets.customer_id,
        tickets.account_id,
        tickets.payer_id,
        tickets.agent_id,
        tickets.segment,
        tickets.channel,
        tickets.agent_group,
        tickets.priority,
        tickets.schedule_id,
        tickets.created_at,
        case targets.sla_metric
            when 'first_reply' then first_responses.exclusion_reason
            when 'resolution' then resolutions.exclusion_reason
            else tickets.exclusion_reason
        end as ticket_exclusion_reason,
        -- a due time was reckoned from the moment when the target was set
        case
            when targets.sla_metric not in ('first_reply', 'resolution') then null
            when targets.due_at is not null
                then coalesce(targets.applied_at, tickets.created_at)
            when targets.sla_metric = 'first_reply' then tickets.clock_started_at
            else tickets.created_at
        end as clock_started_at,
        case targets.sla_metric
            when 'first_reply' then first_responses.first_response_at
            when 'resolution' then resolutions.resolved_at
        end as reached_at

    from targets

    inner join tickets
        on targets.ticket_id = tickets.ticket_id

    inner join first_responses
        on targets.ticket_id = first_responses.ticket_id

    inner join resolutions
        on targets.ticket_id = resolutions.ticket_id

),

-- a target that was not reached has run until as_of
stopped as (

    select
        *,
        coalesce(reached_at, {{ as_of() }}) as stopped_at

    from joined

),

timed as (

    select
        stopped.*,
        case stopped.sla_clock
            when 'calendar'
                then {{ elapsed_minutes('stopped.clock_started_at', 'stopped.stopped_at') }}
            when 'business'
                then (
                    {{ open_seconds_until('stopped.stopped_at', 'ended') }}
                    - {{ open_seconds_until('stopped.clock_started_at', 'started') }}
                ) / 60.0
        end as elapsed_minutes

    from stopped

    left join calendar as started
        on {{ slot_of('started', 'stopped.schedule_id', 'stopped.clock_started_at') }}

    left join calendar as ended
        on {{ slot_of('ended', 'stopped.schedule_id', 'stopped.stopped_at') }}

)

select * from timed
