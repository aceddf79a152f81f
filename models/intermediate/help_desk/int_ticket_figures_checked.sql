-- one row per raw row with figures on a ticket that a tool itself publishes, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_ticket_id,
        cast(null as double) as first_reply_calendar_minutes,
        cast(null as double) as first_reply_business_minutes,
        cast(null as double) as first_resolution_calendar_minutes,
        cast(null as double) as first_resolution_business_minutes,
        cast(null as double) as full_resolution_calendar_minutes,
        cast(null as double) as full_resolution_business_minutes,
        cast(null as double) as requester_wait_calendar_minutes,
        cast(null as double) as requester_wait_business_minutes,
        cast(null as double) as agent_wait_calendar_minutes,
        cast(null as double) as agent_wait_business_minutes,
        cast(null as double) as on_hold_calendar_minutes,
        cast(null as double) as on_hold_business_minutes,
        cast(null as double) as closing_calendar_minutes,
        cast(null as double) as closing_business_minutes,
        cast(null as double) as median_reply_business_minutes,
        cast(null as integer) as reopen_count,
        cast(null as integer) as reply_count,
        cast(null as integer) as group_station_count,
        cast(null as integer) as assignee_station_count,
        cast(null as integer) as assignment_count,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for vendor in vendors('ticket_figures') %}
    union all
    select
        source_system, source_table, raw_row_id, version_number, is_exact_duplicate,
        source_ticket_id, first_reply_calendar_minutes, first_reply_business_minutes,
        first_resolution_calendar_minutes, first_resolution_business_minutes,
        full_resolution_calendar_minutes, full_resolution_business_minutes,
        requester_wait_calendar_minutes, requester_wait_business_minutes,
        agent_wait_calendar_minutes, agent_wait_business_minutes,
        on_hold_calendar_minutes, on_hold_business_minutes, closing_calendar_minutes,
        closing_business_minutes, median_reply_business_minutes, reopen_count,
        reply_count, group_station_count, assignee_station_count, assignment_count,
        loaded_at, raw_record
    from {{ ref('stg_' ~ vendor ~ '__ticket_figures') }}
    {% endfor %}

),

accepted_tickets as (

    select
        source_system,
        source_ticket_id

    from {{ ref('int_tickets_unioned') }}

),

judged as (

    select
        received.*,
        case
            when received.source_ticket_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when accepted_tickets.source_ticket_id is null then 'orphan_ticket'
            when least(
                    received.first_reply_calendar_minutes, received.first_reply_business_minutes,
                    received.first_resolution_calendar_minutes, received.first_resolution_business_minutes,
                    received.full_resolution_calendar_minutes, received.full_resolution_business_minutes,
                    received.requester_wait_calendar_minutes, received.requester_wait_business_minutes,
                    received.agent_wait_calendar_minutes, received.agent_wait_business_minutes,
                    received.on_hold_calendar_minutes, received.on_hold_business_minutes,
                    received.closing_calendar_minutes, received.closing_business_minutes,
                    received.median_reply_business_minutes, received.reopen_count, received.reply_count,
                    received.group_station_count, received.assignee_station_count, received.assignment_count
                ) < 0 then 'negative_duration'
        end as reason_code

    from received

    left join accepted_tickets
        on received.source_system = accepted_tickets.source_system
        and received.source_ticket_id = accepted_tickets.source_ticket_id

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
