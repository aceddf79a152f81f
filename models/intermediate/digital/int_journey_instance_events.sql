-- one row per event of a started journey or task: in which instance, and whether that had lapsed before
with

events as (

    select * from {{ ref('int_journey_events') }}

),

steps as (

    select
        *,
        step_number = max(step_number) over (partition by journey_code, version) as is_last
    from {{ ref('journey_steps') }}

),

spaced as (

    select
        *,
        {{ elapsed_minutes('lag(occurred_at) over own', 'occurred_at') }} as gap_minutes,
        lag(timeout_minutes) over own as timeout_before,
        lag(is_success) over own = 1 as is_after_success
    from events
    window own as (partition by visitor_id, journey_code order by occurred_at, place, digital_action_id)

),

-- a goal ends an instance, and so does a pause as long as the time-out
broken as (

    select
        *,
        count(*) filter (where is_after_success or gap_minutes >= timeout_before) over (
            partition by visitor_id, journey_code order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as break_number
    from spaced

),

counted as (

    select
        *,
        sum(is_start) over (
            partition by visitor_id, journey_code, break_number order by occurred_at, place, digital_action_id
            rows between unbounded preceding and current row
        ) as starts_since_break
    from broken

),

-- the first start after such an end begins a new instance; what comes without a start goes on with the last one, also
-- late, unless that was too long ago
numbered as (

    select
        *,
        sum(case
            when gap_minutes >= timeout_before + {{ var('late_completion_days') }} * 1440
                or is_start = 1 and starts_since_break = 1
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
        sum(is_start) over own as start_number,
        {{ first_known('case when is_start = 1 then digital_action_id end') }} over own as start_action_id,
        {{ first_known('case when is_start = 1 then version end') }} over own as start_version
    from numbered
    window own as (
        partition by visitor_id, journey_code, instance_number order by occurred_at, place, digital_action_id
    )

),

-- the steps are numbered as they were at the start, and the goal is the last of them, whatever version holds by now
stepped as (

    select paused.*, steps.step_number
    from paused
    left join steps
        on paused.journey_code = steps.journey_code
        and paused.start_version = steps.version
        and case when paused.is_success = 1 then steps.is_last else paused.event = steps.event end

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
from stepped
-- what came before the first start is no part of it
where start_number > 0
