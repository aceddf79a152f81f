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

timed as (

    select
        -- ids
        judged.ticket_id,
        judged.source_system,
        judged.source_ticket_id,
        judged.customer_id,
        judged.account_id,
        judged.payer_id,
        judged.agent_id,
        judged.first_responder_record_id,
        -- text
        judged.segment,
        judged.channel,
        judged.agent_group,
        judged.priority,
        judged.final_exclusion_reason as exclusion_reason,
        -- numbers
        {{ elapsed_minutes('judged.clock_started_at', 'judged.first_response_at') }}
            as first_response_calendar_minutes,
        (
            {{ open_seconds_until('judged.first_response_at', 'answered') }}
            - {{ open_seconds_until('judged.clock_started_at', 'started') }}
        ) / 60.0 as first_response_business_minutes,
        -- booleans
        judged.final_exclusion_reason is null as is_included,
        judged.first_response_at is not null as is_answered,
        -- dates and timestamps
        cast(judged.created_at as date) as created_date,
        judged.created_at,
        judged.clock_started_at,
        judged.first_response_at

    from judged

    left join calendar as started
        on {{ slot_of('started', 'judged.schedule_id', 'judged.clock_started_at') }}

    left join calendar as answered
        on {{ slot_of('answered', 'judged.schedule_id', 'judged.first_response_at') }}

)

select * from timed
