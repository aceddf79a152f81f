-- one row per started journey or attempt at a task: how it ended, or that it is under way
with

events as (

    select * from {{ ref('int_journey_instance_events') }}

),

definitions as (

    select * from {{ ref('journey_definitions') }}

),

starts as (

    select * from events
    where is_first_start

),

-- a goal that is reached late counts, a failure does not: by then the visitor had left
ends as (

    select
        journey_instance_id,
        min(occurred_at) filter (where is_success) as completed_at,
        min(occurred_at) filter (where is_failure and not is_after_lapse) as failed_at,
        max(occurred_at) filter (where not is_after_lapse) as last_event_at,
        bool_or(is_followed_by_lapse) as has_lapsed,
        min(exclusion_reason) as exclusion_reason

    from events

    group by 1

),

judged as (

    select
        ends.*,
        case
            when completed_at is not null then 'completed'
            when failed_at is not null then 'failed'
            when has_lapsed then 'abandoned'
            else 'in_progress'
        end as outcome,
        -- what came after the end is no part of it
        coalesce(completed_at, failed_at, last_event_at) as acted_until

    from ends

),

counted as (

    select
        events.journey_instance_id,
        cast(max(events.step_number) as integer) as furthest_step_number,
        count(*) as event_count,
        count(*) filter (where events.is_click) as click_count,
        count(*) filter (where events.is_error) as error_count,
        bool_or(events.is_success and events.is_after_lapse) as is_after_timeout

    from events

    inner join judged
        on events.journey_instance_id = judged.journey_instance_id

    where events.occurred_at <= judged.acted_until

    group by 1

)

select
    -- ids
    starts.journey_instance_id, starts.visitor_id, starts.customer_id, starts.account_id,
    starts.payer_id, starts.source_system,
    -- text
    definitions.kind, starts.journey_code, definitions.stage_code, starts.segment,
    starts.channel, starts.device, judged.outcome, judged.exclusion_reason,
    -- numbers
    starts.version as journey_version,
    counted.furthest_step_number,
    counted.event_count, counted.click_count, counted.error_count,
    {{ elapsed_minutes('starts.occurred_at', 'judged.acted_until') }} as duration_minutes,
    -- booleans
    definitions.has_benchmark,
    judged.outcome = 'in_progress' as is_pending,
    -- the month of the start was over, and its figures were out
    counted.is_after_timeout
    and date_trunc('month', judged.completed_at) > date_trunc('month', starts.occurred_at) as is_late,
    -- timestamps
    starts.occurred_at as started_at,
    case
        when judged.outcome = 'abandoned'
            then judged.last_event_at + starts.timeout_minutes * interval 1 minute
        when judged.outcome <> 'in_progress' then judged.acted_until
    end as ended_at

from starts

inner join definitions
    on starts.journey_code = definitions.journey_code
    and starts.version = definitions.version

inner join judged
    on starts.journey_instance_id = judged.journey_instance_id

inner join counted
    on starts.journey_instance_id = counted.journey_instance_id
