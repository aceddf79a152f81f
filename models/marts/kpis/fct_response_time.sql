-- one row per run of customer messages on a ticket: how long the customer waited for the answer to it (KPI-08, KPI-15)
with

runs as (

    select * from {{ ref('int_ticket_message_runs') }}

),

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

judged as (

    select
        runs.*,
        tickets.schedule_id,
        -- who waits still has waited until as_of
        coalesce(runs.responded_at, {{ as_of() }}) as wait_ended_at,
        case
            when tickets.exclusion_reason is not null then tickets.exclusion_reason
            when not tickets.has_landed_messages then 'no_messages'
            -- solved or closed without a word: nobody waits any more
            when runs.responded_at is null
                and (runs.is_solved_after or resolutions.resolution_type <> 'open')
                then 'no_reply'
        end as exclusion_reason

    from runs

    inner join tickets
        on runs.ticket_id = tickets.ticket_id

    inner join {{ ref('int_ticket_resolutions') }} as resolutions
        on runs.ticket_id = resolutions.ticket_id

),

waits as (

    select
        judged.*,
        judged.exclusion_reason is null and judged.responded_at is null as is_pending,
        {{ elapsed_minutes('judged.received_at', 'judged.wait_ended_at') }} as calendar_minutes,
        (
            {{ open_seconds_until('judged.wait_ended_at', 'stopped') }}
            - {{ open_seconds_until('judged.received_at', 'started') }}
        ) / 60.0 as business_minutes

    from judged

    left join calendar as started
        on {{ slot_of('started', 'judged.schedule_id', 'judged.received_at') }}

    left join calendar as stopped
        on {{ slot_of('stopped', 'judged.schedule_id', 'judged.wait_ended_at') }}

)

select
    -- ids
    waits.ticket_response_id,
    waits.ticket_id,
    tickets.source_system,
    tickets.source_ticket_id,
    tickets.customer_id,
    tickets.account_id,
    tickets.payer_id,
    coalesce(agents.agent_id, 'unassigned') as agent_id,
    -- text
    tickets.segment,
    tickets.channel,
    tickets.agent_group,
    tickets.priority,
    coalesce(tickets.category, 'unknown') as category,
    waits.exclusion_reason,
    -- numbers
    waits.message_run_number,
    waits.customer_message_count,
    case when waits.responded_at is not null then waits.calendar_minutes end
        as response_calendar_minutes,
    case when waits.responded_at is not null then waits.business_minutes end
        as response_business_minutes,
    case when waits.is_pending then waits.calendar_minutes end as open_wait_calendar_minutes,
    case when waits.is_pending then waits.business_minutes end as open_wait_business_minutes,
    -- booleans
    waits.exclusion_reason is null as is_included,
    waits.responded_at is not null as is_answered,
    waits.is_pending,
    waits.has_hold,
    -- null where it does not count, or is not known yet
    case
        when waits.exclusion_reason is not null then null
        when round(waits.business_minutes, 9) > {{ var('social_reply_minutes') }} then false
        when not waits.is_pending and waits.business_minutes is not null then true
    end as is_within_hour,
    -- dates and timestamps
    cast(waits.received_at as date) as received_date,
    cast(waits.responded_at as date) as responded_date,
    waits.received_at,
    waits.responded_at

from waits

inner join tickets
    on waits.ticket_id = tickets.ticket_id

left join {{ ref('int_agents_unioned') }} as agents
    on waits.responder_record_id = agents.agent_id
