-- one row per counted journey, step, attempt at a task, visit or page load, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

kpis as (
    select kpi_code, model_name
    from {{ ref('kpi_catalog') }}
),

-- the published figures are not meant for a cart: such a journey has a figure of its own
journeys as (

    select
        kpis.kpi_code, facts.journey_instance_id as observation_key, facts.started_on as observed_on,
        facts.channel, facts.segment, facts.source_system,
        'journey' as topic_type, facts.journey_code as topic, facts.is_pending,
        cast(case kpis.kpi_code
            when 'journey_completion' then facts.completed_count
            when 'journey_failure' then facts.failed_count
            else facts.abandoned_count
        end as double) as measured

    from {{ ref('fct_journeys') }} as facts

    inner join kpis
        on kpis.model_name = 'fct_journeys'
        and facts.has_benchmark = (kpis.kpi_code <> 'cart_abandonment')

    where facts.is_included

),

-- time and clicks are those of attempts that succeeded; who is under way may yet
attempts as (

    select
        kpis.kpi_code, facts.task_attempt_id as observation_key, facts.started_on as observed_on,
        facts.channel, facts.segment, facts.source_system,
        'task' as topic_type, facts.task_code as topic, facts.is_pending,
        cast(case kpis.kpi_code
            when 'task_success' then facts.success_count
            when 'task_error' then facts.with_error_count
            when 'task_abandonment' then facts.abandoned_count
            when 'task_time' then facts.task_seconds
            when 'task_clicks' then facts.task_click_count
        end as double) as measured

    from {{ ref('fct_task_attempts') }} as facts

    inner join kpis
        on kpis.model_name = 'fct_task_attempts'
        and (facts.success_count = 1 or facts.is_pending or kpis.kpi_code not in ('task_time', 'task_clicks'))

    where facts.is_included

),

loads as (

    select
        kpis.kpi_code, facts.page_load_id as observation_key, facts.viewed_on as observed_on,
        facts.channel, facts.segment, facts.source_system,
        'page_type' as topic_type, facts.page_type as topic, false as is_pending,
        case kpis.kpi_code when 'page_load_under_3s' then cast(facts.fast_count as double) else facts.load_seconds end
            as measured

    from {{ ref('fct_page_loads') }} as facts

    inner join kpis
        on kpis.model_name = 'fct_page_loads'

    where facts.is_included

),

observed as (

    select * from journeys
    union all
    select * from attempts
    union all
    select * from loads
    union all
    select
        'journey_step_rate' as kpi_code, journey_step_id as observation_key,
        started_on as observed_on, channel, segment, source_system,
        'journey_step' as topic_type, journey_code || ':' || step as topic,
        is_pending, cast(went_on_count as double) as measured
    from {{ ref('fct_journey_steps') }}
    where is_included and has_next_step and has_benchmark
    union all
    select
        'conversion' as kpi_code, visit_id as observation_key,
        started_on as observed_on, channel, segment, source_system,
        'device' as topic_type, device as topic,
        false as is_pending, cast(converted_count as double) as measured
    from {{ ref('fct_visits') }}
    where is_included

)

select
    kpi_code || '|' || observation_key as observation_id,
    kpi_code,
    observation_key,
    observed_on,
    channel,
    segment,
    source_system,
    'none' as agent_group,
    topic_type,
    topic,
    -- what is under way has no value yet
    case when not is_pending then measured end as observed_value,
    cast(1 as double) as observed_weight,
    is_pending,
    cast(null as string) as period_grain

from observed
