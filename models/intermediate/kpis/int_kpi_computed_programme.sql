-- one row per figure of the CX programme that is no mean of observations: effects, returns and the level of maturity
{{ config(materialized = 'view') }}

with

effects as (

    select
        'did_effect' as kpi_code, initiative_id as cut_value,
        least(treated_n_before, treated_n_after, control_n_before, control_n_after) as n,
        effect as value, standard_error,
        effect - {{ var('confidence_z') }} * standard_error as ci_lo,
        effect + {{ var('confidence_z') }} * standard_error as ci_hi,
        cast(null as double) as value_sum, cast(null as double) as weight_sum
    from {{ ref('int_initiative_differences') }}

),

returns as (

    select
        'cx_roi' as kpi_code, initiative_id as cut_value,
        treated_n as n,
        roi as value, cast(null as double) as standard_error, roi_lo as ci_lo, roi_hi as ci_hi,
        net_benefit as value_sum, cost as weight_sum
    from {{ ref('rpt_cx_roi') }}

),

-- every row of the report carries the level that all of them make
levels as (

    select
        max(reached_level) as reached_level,
        max(maturity_index) as maturity_index,
        max(judged_count) as judged_count

    from {{ ref('rpt_cx_maturity') }}

),

maturity as (

    select
        kpis.kpi_code, 'all' as cut_value,
        levels.judged_count as n,
        cast(case kpis.kpi_code when 'cx_maturity' then levels.reached_level else levels.maturity_index end as double) as value,
        cast(null as double) as standard_error, cast(null as double) as ci_lo, cast(null as double) as ci_hi,
        cast(null as double) as value_sum, cast(null as double) as weight_sum
    from levels
    cross join (values ('cx_maturity'), ('cx_maturity_index')) as kpis (kpi_code)

),

unioned as (

    select *, 'initiative' as cut_type from effects
    union all
    select *, 'initiative' as cut_type from returns
    union all
    select *, 'all' as cut_type from maturity

)

select
    kpi_code || '|' || cut_type || '|' || cut_value as computed_id,
    kpi_code,
    'all' as period_grain,
    cast(null as date) as period_start,
    cut_type,
    cut_value,
    cast(n as bigint) as n,
    value,
    standard_error,
    ci_lo,
    ci_hi,
    value_sum,
    weight_sum

from unioned
