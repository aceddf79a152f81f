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

),

-- a KPI without a value is shown empty, not left out
completed as (

    select
        kpis.kpi_code,
        kpis.statistic,
        kpis.unit,
        kpis.minimum_n,
        coalesce(computed.period_grain, 'all') as period_grain,
        computed.period_start,
        coalesce(computed.cut_type, 'all') as cut_type,
        coalesce(computed.cut_value, 'all') as cut_value,
        kpis.kpi_code || '|' || coalesce(computed.period_grain, 'all') || '|'
        || coalesce(cast(computed.period_start as string), 'all') || '|'
        || coalesce(computed.cut_type, 'all') || '|' || coalesce(computed.cut_value, 'all') as kpi_value_id,
        coalesce(computed.n, 0) as n,
        computed.value_sum,
        computed.weight_sum,
        computed.value,
        computed.standard_error,
        computed.ci_lo,
        computed.ci_hi

    from {{ ref('kpi_catalog') }} as kpis

    left join computed
        on kpis.kpi_code = computed.kpi_code

    where kpis.is_built
        and kpis.statistic = 'computed'

)

select * from completed
