-- one row per event of a started journey or task: in which instance, and whether that had lapsed before
with

events as (

    select * from {{ ref('int_journey_events') }}

),

spaced as (

    select
        *,
        {{ elapsed_minutes('lag(occurred_at) over own', 'occurred_at') }} as gap_minutes,
        lag(timeout_minutes) over own as timeout_before,
        coalesce(sum(is_success) over (
            partition by visitor_id, journey_code order by occurred_at, place, digital_action_id
            rows between unbounded preceding and 1 preceding
        ), 0) as successes_before
    from events
    window own as (
        partition by visitor_id, journey_code order by occurred_at, place, digital_action_id
    )

),

lapsed as (

    select
        *,
        count(*) filter (where gap_minutes >= timeout_before) over (
            partition by visitor_id, journey_code order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as lapses_before
    from spaced

),

counted as (

    select
        *,
        sum(is_start) over (
            partition by visitor_id, journey_code, successes_before
            order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as starts_since_success,
        sum(is_start) over (
            partition by visitor_id, journey_code, lapses_before
            order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as starts_since_lapse
    from lapsed

),

-- the first start after a goal begins a new instance, and the first after a pause as long as the time-out; what comes
-- without a start goes on with the last instance, also late, unless that was too long ago
numbered as (

    select
        *,
        sum(case
            when gap_minutes >= timeout_before + {{ var('late_completion_days') }} * 1440
                or is_start = 1 and (starts_since_success = 1 or starts_since_lapse = 1)
                then 1
            else 0
        end) over (
            partition by visitor_id, journey_code order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as instance_number
    from counted

),

paused as (

    select
        *,
        -- nothing came for as long as the time-out: until the next event, or until as_of
        {{ elapsed_minutes('occurred_at', 'coalesce(lead(occurred_at) over own, ' ~ as_of() ~ ')') }} >= timeout_minutes
            as is_followed_by_lapse,
        sum(is_start) over (
            partition by visitor_id, journey_code, instance_number order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as start_number,
        {{ first_known('case when is_start = 1 then digital_action_id end') }} over (
            partition by visitor_id, journey_code, instance_number order by occurred_at, place, digital_action_id
            rows between unbounded preceding and unbounded following
        ) as start_action_id
    from numbered
    window own as (
        partition by visitor_id, journey_code, instance_number order by occurred_at, place, digital_action_id
    )

)

select
    journey_event_id,
    journey_code || '|' || start_action_id as journey_instance_id,
    journey_code, version, digital_action_id, event, step_number,
    is_start = 1 as is_start, is_success = 1 as is_success, is_failure, is_error, is_click,
    is_followed_by_lapse,
    coalesce(bool_or(is_followed_by_lapse) over (
        partition by visitor_id, journey_code, instance_number order by occurred_at, place, digital_action_id
        rows between unbounded preceding and 1 preceding
    ), false) as is_after_lapse,
    is_start = 1 and start_number = 1 as is_first_start,
    visitor_id, customer_id, account_id, payer_id, segment, channel, device, source_system,
    exclusion_reason, timeout_minutes, occurred_at
from paused
-- what came before the first start is no part of it
where start_number > 0
