-- one row per ticket: how long the customer waited for the first human answer (KPI-07)
with

tickets as (

    select * from {{ ref('int_ticket_first_responses') }}

),

resolutions as (

    select
        ticket_id,
        resolution_type

    from {{ ref('int_ticket_resolutions') }}

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

judged as (

    select
        tickets.*,
        -- who waits still has waited until as_of
        coalesce(tickets.first_response_at, {{ as_of() }}) as wait_ended_at,
        case
            when tickets.exclusion_reason is not null then tickets.exclusion_reason
            when not tickets.has_landed_messages
                and tickets.first_response_at is null then 'no_messages'
            when tickets.first_response_at is null
                and resolutions.resolution_type <> 'open' then 'no_reply'
        end as final_exclusion_reason

    from tickets

    left join resolutions
        on tickets.ticket_id = resolutions.ticket_id

),

waits as (

    select
        judged.*,
        judged.final_exclusion_reason is null and judged.first_response_at is null as is_pending,
        {{ elapsed_minutes('judged.clock_started_at', 'judged.wait_ended_at') }}
            as calendar_minutes,
        (
            {{ open_seconds_until('judged.wait_ended_at', 'stopped') }}
            - {{ open_seconds_until('judged.clock_started_at', 'started') }}
        ) / 60.0 as business_minutes

    from judged

    left join calendar as started
        on {{ slot_of('started', 'judged.schedule_id', 'judged.clock_started_at') }}

    left join calendar as stopped
        on {{ slot_of('stopped', 'judged.schedule_id', 'judged.wait_ended_at') }}

)

select
    -- ids
    ticket_id,
    source_system,
    source_ticket_id,
    customer_id,
    account_id,
    payer_id,
    agent_id,
    first_responder_agent_id,
    first_responder_record_id,
    -- text
    segment,
    channel,
    agent_group,
    priority,
    coalesce(category, 'unknown') as category,
    final_exclusion_reason as exclusion_reason,
    -- numbers
    case when first_response_at is not null then calendar_minutes end
        as first_response_calendar_minutes,
    case when first_response_at is not null then business_minutes end
        as first_response_business_minutes,
    case when is_pending then calendar_minutes end as open_wait_calendar_minutes,
    case when is_pending then business_minutes end as open_wait_business_minutes,
    -- booleans
    final_exclusion_reason is null as is_included,
    first_response_at is not null as is_answered,
    -- a solved ticket may never have been answered, and a waiting one has not been yet
    is_pending or coalesce(final_exclusion_reason = 'no_reply', false) as is_unreplied,
    is_pending,
    -- dates and timestamps
    cast(created_at as date) as created_date,
    created_at,
    clock_started_at,
    first_response_at

from waits
