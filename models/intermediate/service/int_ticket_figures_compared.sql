-- one row per counted ticket, figure and clock that its tool publishes: the tool's value beside ours (null: we have none)
with

figures as (

    select
        *,
        figure || coalesce(' ' || clock, '') as figure_and_clock

    from {{ ref('int_ticket_figures_unioned') }}

),

first_responses as (

    select * from {{ ref('fct_first_response_time') }}

),

resolutions as (

    select * from {{ ref('fct_resolution_time') }}

),

message_facts as (

    select * from {{ ref('int_ticket_message_facts') }}

),

-- times in a status run on while a ticket is open, and tools tell them when the status changes
measured as (

    select
        figures.*,
        first_responses.created_date,
        case figures.figure_and_clock
            when 'first_reply_minutes calendar'
                then first_responses.first_response_calendar_minutes
            when 'first_reply_minutes business'
                then first_responses.first_response_business_minutes
            when 'first_resolution_minutes calendar'
                then resolutions.first_resolution_minutes
            when 'full_resolution_minutes calendar'
                then resolutions.full_resolution_minutes
            when 'full_resolution_minutes business'
                then resolutions.full_resolution_business_minutes
            when 'first_resolution_minutes business'
                then resolutions.first_resolution_business_minutes
            when 'closing_minutes calendar'
                then {{ elapsed_minutes('tickets.created_at', 'tickets.closed_at') }}
            when 'reopen_count' then resolutions.reopen_count
            when 'reply_count' then coalesce(message_facts.agent_reply_count, 0)
            when 'assignee_station_count'
                then case
                        when resolutions.agent_id <> 'unassigned'
                            then resolutions.reassignment_count + 1
                    end
            when 'group_station_count' then resolutions.group_hop_count + 1
        end as own_value,
        case when resolutions.is_resolved
                then case figures.figure_and_clock
                        when 'requester_wait_minutes calendar'
                            then resolutions.requester_wait_minutes
                        when 'requester_wait_minutes business'
                            then resolutions.requester_wait_business_minutes
                        when 'agent_wait_minutes calendar'
                            then resolutions.agent_wait_minutes
                        when 'agent_wait_minutes business'
                            then resolutions.agent_wait_business_minutes
                        when 'on_hold_minutes calendar' then resolutions.on_hold_minutes
                        when 'on_hold_minutes business'
                            then resolutions.on_hold_business_minutes
                    end
        end as own_wait

    from figures

    inner join first_responses
        on figures.ticket_id = first_responses.ticket_id
        and first_responses.is_included

    inner join resolutions
        on figures.ticket_id = resolutions.ticket_id
        and resolutions.is_included

    inner join {{ ref('int_tickets_unioned') }} as tickets
        on figures.ticket_id = tickets.ticket_id

    left join message_facts
        on figures.ticket_id = message_facts.ticket_id

)

select
    ticket_figure_id,
    source_system,
    source_ticket_id,
    ticket_id,
    figure,
    clock,
    figure_value as vendor_value,
    cast(coalesce(own_value, own_wait) as double) as own_value,
    cast(coalesce(own_value, own_wait) as double) - figure_value as difference,
    created_date

from measured
