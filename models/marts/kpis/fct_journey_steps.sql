-- one row per step that a started journey reached, whether its own event was recorded or a later step tells it (KPI-14)
with

instances as (

    select
        *,
        exclusion_reason is null and not is_pending as is_mature
    from {{ ref('int_journey_instances') }}
    where kind = 'journey'

),

steps as (

    select
        *,
        lead(step_number) over (partition by journey_code, version order by step_number)
            as next_step_number
    from {{ ref('journey_steps') }}

),

recorded as (

    select
        journey_instance_id,
        step_number,
        min(occurred_at) as reached_at

    from {{ ref('int_journey_instance_events') }}

    where step_number is not null

    group by 1, 2

)

select
    -- ids
    instances.journey_instance_id || '|' || steps.step_number as journey_step_id,
    instances.journey_instance_id,
    instances.source_system,
    instances.customer_id,
    instances.account_id,
    instances.payer_id,
    -- text
    instances.journey_code,
    instances.stage_code,
    steps.event as step,
    instances.segment,
    instances.channel,
    instances.device,
    instances.exclusion_reason,
    -- numbers
    instances.journey_version,
    steps.step_number,
    cast(instances.is_mature and steps.next_step_number is not null as integer) as reached_count,
    cast(coalesce(
        instances.is_mature and instances.furthest_step_number >= steps.next_step_number, false
    ) as integer) as went_on_count,
    -- booleans
    instances.exclusion_reason is null as is_included,
    instances.is_pending,
    instances.has_benchmark,
    steps.is_required,
    steps.next_step_number is not null as has_next_step,
    recorded.reached_at is not null as is_recorded,
    -- dates and timestamps
    cast(instances.started_at as date) as started_on,
    recorded.reached_at

from instances

inner join steps
    on instances.journey_code = steps.journey_code
    and instances.journey_version = steps.version
    and instances.furthest_step_number >= steps.step_number

left join recorded
    on instances.journey_instance_id = recorded.journey_instance_id
    and steps.step_number = recorded.step_number
