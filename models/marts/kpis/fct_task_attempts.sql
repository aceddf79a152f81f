-- one row per attempt at a task on the site (find an invoice, set a password): success, errors, time and clicks
with

attempts as (

    select
        *,
        exclusion_reason is null and not is_pending as is_mature
    from {{ ref('int_journey_instances') }}
    where kind = 'task'

)

select
    -- ids
    journey_instance_id as task_attempt_id,
    source_system,
    visitor_id,
    customer_id,
    account_id,
    payer_id,
    -- text
    journey_code as task_code,
    stage_code,
    segment,
    channel,
    device,
    outcome,
    exclusion_reason,
    -- numbers
    journey_version as task_version,
    cast(is_mature as integer) as mature_count,
    cast(is_mature and outcome = 'completed' as integer) as success_count,
    cast(is_mature and outcome = 'abandoned' as integer) as abandoned_count,
    cast(is_mature and error_count > 0 as integer) as with_error_count,
    error_count,
    -- time and clicks to complete it: not of those who gave up
    case when outcome = 'completed' then duration_minutes * 60 end as task_seconds,
    case when outcome = 'completed' then click_count end as task_click_count,
    -- booleans
    exclusion_reason is null as is_included,
    is_pending,
    -- dates and timestamps
    cast(started_at as date) as started_on,
    started_at,
    ended_at

from attempts
