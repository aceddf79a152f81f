-- one row per ticket: how long it took to solve it, for good and at first (KPI-10)
with

tickets as (

    select * from {{ ref('int_ticket_scope') }}

),

resolutions as (

    select * from {{ ref('int_ticket_resolutions') }}

),

calendar as (

    select * from {{ ref('int_business_calendar') }}

),

judged as (

    select
        tickets.*,
        resolutions.first_resolved_at,
        resolutions.resolved_at,
        resolutions.resolution_type,
        resolutions.reopen_count,
        resolutions.reassignment_count,
        resolutions.requester_wait_minutes,
        resolutions.agent_wait_minutes,
        case
            when tickets.exclusion_reason is not null then tickets.exclusion_reason
            -- closed without ever being solved: timed, but reported apart
            when resolutions.resolution_type = 'closed_without_solve'
                then 'closed_without_solve'
        end as final_exclusion_reason

    from tickets

    inner join resolutions
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
        -- text
        judged.segment,
        judged.channel,
        judged.agent_group,
        judged.priority,
        judged.status,
        judged.resolution_type,
        judged.final_exclusion_reason as exclusion_reason,
        -- numbers
        {{ elapsed_minutes('judged.created_at', 'judged.first_resolved_at') }}
            as first_resolution_minutes,
        {{ elapsed_minutes('judged.created_at', 'judged.resolved_at') }}
            as full_resolution_minutes,
        (
            {{ open_seconds_until('judged.resolved_at', 'resolved') }}
            - {{ open_seconds_until('judged.created_at', 'started') }}
        ) / 60.0 as full_resolution_business_minutes,
        judged.requester_wait_minutes,
        judged.agent_wait_minutes,
        judged.reopen_count,
        judged.reassignment_count,
        -- booleans
        judged.final_exclusion_reason is null as is_included,
        judged.resolution_type <> 'open' as is_resolved,
        -- dates and timestamps
        cast(judged.resolved_at as date) as resolved_date,
        judged.created_at,
        judged.first_resolved_at,
        judged.resolved_at

    from judged

    left join calendar as started
        on {{ slot_of('started', 'judged.schedule_id', 'judged.created_at') }}

    left join calendar as resolved
        on {{ slot_of('resolved', 'judged.schedule_id', 'judged.resolved_at') }}

)

select * from timed
