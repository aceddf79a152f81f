-- one row per KPI, period and cut whose value a report works out: it is no mean or share of observations
{{ config(materialized = 'view') }}

with

-- the widest gap between channels of each KPI that is compared; CSAT's stands for all
gaps as (

    select
        *,
        kpi_code as compared_kpi_code

    from {{ ref('rpt_channel_consistency') }}

),

computed as (

    select
        'channel_consistency' as kpi_code, period_grain, period_start,
        'kpi' as cut_type, compared_kpi_code as cut_value,
        least(best_n, worst_n) as n, gap as value,
        cast(null as double) as standard_error,
        cast(null as double) as ci_lo, cast(null as double) as ci_hi,
        cast(null as double) as value_sum, cast(null as double) as weight_sum
    from gaps

    union all

    select
        'channel_consistency' as kpi_code, period_grain, period_start,
        'all' as cut_type, 'all' as cut_value,
        least(best_n, worst_n) as n, gap as value,
        cast(null as double) as standard_error,
        cast(null as double) as ci_lo, cast(null as double) as ci_hi,
        cast(null as double) as value_sum, cast(null as double) as weight_sum
    from gaps
    where compared_kpi_code = 'csat'

    union all

    select
        kpi_code, period_grain, period_start, cut_type, cut_value, n, value,
        standard_error, ci_lo, ci_hi, value_sum, weight_sum
    from {{ ref('int_kpi_computed_journey') }}

    union all

    select
        kpi_code, period_grain, period_start, cut_type, cut_value, n, value,
        standard_error, ci_lo, ci_hi, value_sum, weight_sum
    from {{ ref('int_kpi_computed_programme') }}

),

-- a KPI without a value for the whole is shown empty, not left out
completed as (

    select * from computed

    union all

    select
        kpis.kpi_code, 'all' as period_grain, cast(null as date) as period_start,
        'all' as cut_type, 'all' as cut_value, 0 as n, cast(null as double) as value,
        cast(null as double) as standard_error,
        cast(null as double) as ci_lo, cast(null as double) as ci_hi,
        cast(null as double) as value_sum, cast(null as double) as weight_sum
    from {{ ref('kpi_catalog') }} as kpis
    left join computed
        on kpis.kpi_code = computed.kpi_code
        and computed.period_grain = 'all'
        and computed.cut_type = 'all'
    where computed.kpi_code is null

)

select
    kpis.kpi_code,
    kpis.statistic,
    kpis.unit,
    kpis.minimum_n,
    completed.period_grain,
    completed.period_start,
    completed.cut_type,
    completed.cut_value,
    kpis.kpi_code || '|' || completed.period_grain || '|'
    || coalesce(cast(completed.period_start as string), 'all') || '|'
    || completed.cut_type || '|' || completed.cut_value as kpi_value_id,
    coalesce(completed.n, 0) as n,
    completed.value_sum,
    completed.weight_sum,
    completed.value,
    completed.standard_error,
    completed.ci_lo,
    completed.ci_hi

from {{ ref('kpi_catalog') }} as kpis

inner join completed
    on kpis.kpi_code = completed.kpi_code

where kpis.is_built
    and kpis.statistic = 'computed'
