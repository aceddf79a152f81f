-- one row per KPI, period and cut: median and percentiles of KPIs that are shown with one
with

kpis as (

    -- of what is a mean or a quantile; of a share they say nothing
    select kpi_code from {{ ref('kpi_catalog') }}
    where statistic in ('mean', 'median', 'p75')

),

-- a quantile is no sum, it needs the values themselves: they are gathered once, in the smallest cell
cells as (

    select
        observations.kpi_code,
        observations.period_grain as own_period_grain,
        cast(date_trunc('month', observations.observed_on) as date) as month_start,
        observations.channel,
        observations.segment,
        observations.source_system,
        observations.agent_group,
        observations.topic_type,
        observations.topic,
        {{ list_of_known('observations.observed_value') }} as known_values

    from {{ ref('int_kpi_observations') }} as observations

    inner join kpis
        on observations.kpi_code = kpis.kpi_code

    group by 1, 2, 3, 4, 5, 6, 7, 8, 9

),

dated as (

    select
        *,
        cast(date_trunc('quarter', month_start) as date) as quarter_start,
        cast(date_trunc('year', month_start) as date) as year_start
    from cells

),

spread as (

    select
        kpi_code,
        own_period_grain,
        {{ kpi_cuts() }},
        {{ quantiles_of_lists('known_values') }} as quantiles

    from dated

    group by kpi_code, own_period_grain, {{ kpi_cut_sets() }} -- noqa: PRS

)

-- an observation that is made for one kind of period stands in that one
select
    kpi_code || '|' || period_grain || '|' || coalesce(cast(period_start as string), 'all') || '|' || cut_type || '|' || cut_value as kpi_value_id,
    list_extract(quantiles, 1) as value_median,
    list_extract(quantiles, 2) as value_p75,
    list_extract(quantiles, 3) as value_p90

from spread

where coalesce(own_period_grain, period_grain) = period_grain
    and cut_type is not null
