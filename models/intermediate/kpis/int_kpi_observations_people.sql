-- one row per counted answer of an employee, or day or month of work, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

answers as (

    select
        *,
        case metric_code when 'enps' then 'employee_engagement' else 'engagement_index' end
            as kpi_code

    from {{ ref('fct_employee_feedback') }}
    where is_included

),

-- a wave of fewer than five people stays away from every sum: less the other waves, a year would tell it
large_waves as (

    select
        figures.kpi_code,
        figures.wave_id

    from {{ ref('int_employee_figures') }} as figures

    inner join {{ ref('kpi_catalog') }} as kpis
        on figures.kpi_code = kpis.kpi_code

    where figures.team = 'all'
        and figures.people_count >= kpis.minimum_n

),

observed as (

    select
        answers.kpi_code,
        answers.employee_answer_id as observation_key,
        answers.wave_date as observed_on,
        answers.source_system,
        'none' as agent_group,
        cast(
            answers.promoter_count - answers.detractor_count + answers.favourable_count
            as double
        ) as observed_value,
        cast(1 as double) as observed_weight

    from answers

    inner join large_waves
        on answers.kpi_code = large_waves.kpi_code
        and answers.wave_id = large_waves.wave_id

    union all

    select
        'attrition' as kpi_code,
        headcount_month_id as observation_key,
        month_start as observed_on,
        'none' as source_system,
        'none' as agent_group,
        cast(leaver_count as double) as observed_value,
        average_headcount as observed_weight
    from {{ ref('fct_headcount_months') }}
    where is_included

    union all

    select
        'agent_occupancy' as kpi_code,
        agent_day_id as observation_key,
        work_date as observed_on,
        source_system,
        agent_group,
        handle_seconds as observed_value,
        handle_seconds + available_seconds as observed_weight
    from {{ ref('fct_agent_days') }}
    where is_included

    union all

    -- one observation for each agent and month of work: the months are comparable, a year is their mean
    select
        'training_coverage' as kpi_code,
        agent_month_id as observation_key,
        month_start as observed_on,
        source_system,
        agent_group,
        case when is_trained then 1.0 else 0.0 end as observed_value,
        cast(1 as double) as observed_weight
    from {{ ref('int_agent_months') }}
    where is_active
    union all
    -- KPI-28 is no single value: these rows tell which tools feed it
    select
        'agent_scorecard' as kpi_code, agent_month_id as observation_key, month_start as observed_on,
        source_system, agent_group,
        cast(contact_count as double) as observed_value, cast(1 as double) as observed_weight
    from {{ ref('int_agent_months') }}
    where is_active

)

select
    kpi_code || '|' || observation_key as observation_id,
    kpi_code,
    observation_key,
    observed_on,
    'none' as channel,
    'none' as segment,
    source_system,
    agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    observed_value,
    observed_weight,
    false as is_pending

from observed
