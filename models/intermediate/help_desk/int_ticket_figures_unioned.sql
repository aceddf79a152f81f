-- one row per ticket, figure and clock that a tool itself publishes: the input contract
with

received as (

    select * from {{ ref('int_ticket_figures_checked') }}
    where reason_code is null

),

-- the figures and their clocks; a count has none
figures as (

    select
        listed.figure,
        listed.clock,
        listed.figure || coalesce(' ' || listed.clock, '') as figure_and_clock

    from (
        values
        ('first_reply_minutes', 'calendar'),
        ('first_reply_minutes', 'business'),
        ('first_resolution_minutes', 'calendar'),
        ('first_resolution_minutes', 'business'),
        ('full_resolution_minutes', 'calendar'),
        ('full_resolution_minutes', 'business'),
        ('requester_wait_minutes', 'calendar'),
        ('requester_wait_minutes', 'business'),
        ('agent_wait_minutes', 'calendar'),
        ('agent_wait_minutes', 'business'),
        ('on_hold_minutes', 'calendar'),
        ('on_hold_minutes', 'business'),
        ('closing_minutes', 'calendar'),
        ('closing_minutes', 'business'),
        ('median_reply_minutes', 'business'),
        ('reopen_count', null),
        ('reply_count', null),
        ('group_station_count', null),
        ('assignee_station_count', null),
        ('assignment_count', null)
    ) as listed (figure, clock)

),

valued as (

    select
        -- ids
        received.source_system || ':' || received.source_ticket_id || '|' || figures.figure
        || coalesce('|' || figures.clock, '') as ticket_figure_id,
        received.source_system,
        received.source_ticket_id,
        received.source_system || ':' || received.source_ticket_id as ticket_id,
        -- text
        figures.figure,
        figures.clock,
        -- numbers
        cast(
            case figures.figure_and_clock
                when 'first_reply_minutes calendar' then received.first_reply_calendar_minutes
                when 'first_reply_minutes business' then received.first_reply_business_minutes
                when 'first_resolution_minutes calendar' then received.first_resolution_calendar_minutes
                when 'first_resolution_minutes business' then received.first_resolution_business_minutes
                when 'full_resolution_minutes calendar' then received.full_resolution_calendar_minutes
                when 'full_resolution_minutes business' then received.full_resolution_business_minutes
                when 'requester_wait_minutes calendar' then received.requester_wait_calendar_minutes
                when 'requester_wait_minutes business' then received.requester_wait_business_minutes
                when 'agent_wait_minutes calendar' then received.agent_wait_calendar_minutes
                when 'agent_wait_minutes business' then received.agent_wait_business_minutes
                when 'on_hold_minutes calendar' then received.on_hold_calendar_minutes
                when 'on_hold_minutes business' then received.on_hold_business_minutes
                when 'closing_minutes calendar' then received.closing_calendar_minutes
                when 'closing_minutes business' then received.closing_business_minutes
                when 'median_reply_minutes business' then received.median_reply_business_minutes
                when 'reopen_count' then received.reopen_count
                when 'reply_count' then received.reply_count
                when 'group_station_count' then received.group_station_count
                when 'assignee_station_count' then received.assignee_station_count
                when 'assignment_count' then received.assignment_count
            end as double
        ) as figure_value,
        -- timestamps
        received.loaded_at

    from received

    cross join figures

)

select * from valued

-- what a tool did not measure is no figure
where figure_value is not null
