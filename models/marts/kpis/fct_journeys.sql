-- one row per started journey (checkout, booking, onboarding, ...): how it ended, or that it is under way (KPI-13, KPI-14)
with

instances as (

    select
        *,
        exclusion_reason is null and not is_pending as is_mature
    from {{ ref('int_journey_instances') }}
    where kind = 'journey'

),

steps as (

    select * from {{ ref('journey_steps') }}

)

select
    -- ids
    instances.journey_instance_id,
    instances.source_system,
    instances.visitor_id,
    instances.customer_id,
    instances.account_id,
    instances.payer_id,
    -- text
    instances.journey_code,
    instances.stage_code,
    instances.segment,
    instances.channel,
    instances.device,
    instances.outcome,
    -- where they left, or how far they are
    steps.event as furthest_step,
    instances.exclusion_reason,
    -- numbers
    instances.journey_version,
    instances.furthest_step_number,
    instances.event_count,
    instances.duration_minutes,
    cast(instances.is_mature as integer) as mature_count,
    cast(instances.is_mature and instances.outcome = 'completed' as integer) as completed_count,
    cast(instances.is_mature and instances.outcome = 'abandoned' as integer) as abandoned_count,
    cast(instances.is_mature and instances.outcome = 'failed' as integer) as failed_count,
    -- booleans
    instances.exclusion_reason is null as is_included,
    instances.is_pending,
    instances.is_late,
    instances.has_benchmark,
    -- dates and timestamps
    cast(instances.started_at as date) as started_on,
    instances.started_at,
    instances.ended_at

from instances

left join steps
    on instances.journey_code = steps.journey_code
    and instances.journey_version = steps.version
    and instances.furthest_step_number = steps.step_number
