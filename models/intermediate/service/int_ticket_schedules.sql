-- one row per ticket: the schedule whose hours count for it
with

tickets as (

    select * from {{ ref('int_tickets_unioned') }}

),

schedules as (

    select
        schedule_id,
        source_system,
        bool_or(is_default) as is_default

    from {{ ref('int_schedule_weeks') }}

    group by 1, 2

),

-- a tool that marks two defaults means one of them
defaults as (

    select
        source_system,
        min(schedule_id) as schedule_id

    from schedules

    where is_default

    group by 1

),

assigned as (

    select
        tickets.ticket_id,
        tickets.source_system,
        tickets.source_schedule_id,
        coalesce(
            named.schedule_id, defaults.schedule_id, '{{ var("default_schedule_id") }}'
        ) as schedule_id,
        -- it names one that no tool and no seed knows: the default holds, and rpt_unmapped_values tells
        tickets.source_schedule_id is not null and named.schedule_id is null
            as is_unknown_schedule

    from tickets

    left join schedules as named
        on tickets.source_system || ':' || tickets.source_schedule_id = named.schedule_id

    left join defaults
        on tickets.source_system = defaults.source_system

)

select * from assigned
