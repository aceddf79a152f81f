-- one row per KPI, period and cut: the sums that every statistic is made of
with

observations as (

    select
        *,
        cast(date_trunc('month', observed_on) as date) as month_start,
        cast(date_trunc('quarter', observed_on) as date) as quarter_start,
        cast(date_trunc('year', observed_on) as date) as year_start

    from {{ ref('int_kpi_observations') }}

),

-- every observation stands once in each cut
cuts as (

    select *, 'all' as cut_type, 'all' as cut_value from observations
    union all
    select *, 'channel' as cut_type, channel as cut_value from observations
    union all
    select *, 'segment' as cut_type, segment as cut_value from observations
    union all
    select *, 'source_system' as cut_type, source_system as cut_value from observations
    union all
    select *, 'agent_group' as cut_type, agent_group as cut_value from observations

),

aggregated as (

    select
        kpi_code,
        cut_type,
        cut_value,
        case
            when grouping(month_start) = 0 then 'month'
            when grouping(quarter_start) = 0 then 'quarter'
            when grouping(year_start) = 0 then 'year'
            else 'all'
        end as period_grain,
        coalesce(month_start, quarter_start, year_start) as period_start,
        count(observed_value) as n,
        sum(observed_value) as value_sum,
        sum(observed_value * observed_value) as value_square_sum,
        median(observed_value) as value_median,
        stddev_samp(observed_value) as value_deviation,
        count(*) filter (is_pending) as pending_count

    from cuts

    group by grouping sets (
        (kpi_code, cut_type, cut_value, month_start),
        (kpi_code, cut_type, cut_value, quarter_start),
        (kpi_code, cut_type, cut_value, year_start),
        (kpi_code, cut_type, cut_value)
    )

)

select
    *,
    kpi_code || '|' || period_grain || '|'
    || coalesce(cast(period_start as string), 'all') || '|' || cut_type || '|'
    || cut_value as kpi_value_id

from aggregated
