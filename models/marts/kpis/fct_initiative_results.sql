-- one row per initiative, arm and window (before, after): how its KPI stood among the customers of the arm
with

initiatives as (

    select
        initiatives.initiative_id,
        initiatives.kpi_code,
        initiatives.topic,
        -- a net score is shown in points
        case when kpis.statistic = 'net_score' then 100 else 1 end as factor,
        kpis.statistic in ('proportion', 'net_score', 'net_rate') as is_share

    from {{ ref('cx_initiatives') }} as initiatives

    left join {{ ref('kpi_catalog') }} as kpis
        on initiatives.kpi_code = kpis.kpi_code

),

arms as (

    select
        initiative_id,
        arm,
        count(*) filter (where is_included) as assigned_count

    from {{ ref('int_initiative_arms') }}

    where unit_type = 'customer' and arm <> 'several'

    group by 1, 2

),

measured as (

    select
        initiative_id, arm, period, unit_count, n,
        value_sum, weight_sum, mean_value, square_distance
    from {{ ref('int_initiative_cells') }}

),

-- what was before is what was recorded then, whatever has been learnt since
windows as (

    select *, cast(null as timestamp) as frozen_at from measured
    where period = 'after'
    union all
    select
        initiative_id, arm, 'before' as period, unit_count, n,
        value_sum, weight_sum, mean_value, square_distance, frozen_at
    from {{ ref('fct_kpi_baselines') }}

),

cells as (

    select
        initiatives.*,
        arms.arm,
        arms.assigned_count,
        periods.period,
        windows.unit_count,
        coalesce(windows.n, 0) as n,
        windows.value_sum,
        windows.weight_sum,
        windows.mean_value,
        windows.square_distance,
        measured.mean_value as mean_value_now,
        windows.frozen_at

    from initiatives

    inner join arms
        on initiatives.initiative_id = arms.initiative_id

    cross join (values ('before'), ('after')) as periods (period)

    left join windows
        on arms.initiative_id = windows.initiative_id
        and arms.arm = windows.arm
        and periods.period = windows.period

    left join measured
        on arms.initiative_id = measured.initiative_id
        and arms.arm = measured.arm
        and periods.period = measured.period

)

select
    -- ids
    initiative_id || '|' || arm || '|' || period as initiative_result_id,
    initiative_id,
    -- text
    kpi_code,
    topic,
    arm,
    period,
    -- numbers
    assigned_count,
    coalesce(unit_count, 0) as unit_count,
    n,
    value_sum as numerator,
    weight_sum as denominator,
    factor * mean_value as value,
    factor * mean_value_now as value_now,
    -- of one observation: p (1 - p) of a share, the sample variance of a mean
    factor * factor * square_distance / nullif(case when is_share then n else n - 1 end, 0)
    / nullif(power(weight_sum / nullif(n, 0), 2), 0) as variance,
    -- booleans and timestamps
    frozen_at is not null as is_frozen,
    n < {{ var('initiative_minimum_n') }} as is_below_minimum_n,
    frozen_at

from cells
