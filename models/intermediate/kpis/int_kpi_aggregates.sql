-- one row per KPI, period and cut: the sums that every statistic is made of
with

observations as (

    select
        observations.*,
        kpis.is_multi_label

    from {{ ref('int_kpi_observations') }} as observations

    inner join {{ ref('kpi_catalog') }} as kpis
        on observations.kpi_code = kpis.kpi_code

),

-- every observation stands once in each kind of period
periods as (

    select
        *,
        'month' as period_grain,
        cast(date_trunc('month', observed_on) as date) as period_start
    from observations

    union all

    select
        *,
        'quarter' as period_grain,
        cast(date_trunc('quarter', observed_on) as date) as period_start
    from observations

    union all

    select
        *,
        'year' as period_grain,
        cast(date_trunc('year', observed_on) as date) as period_start
    from observations

    union all

    select
        *,
        'all' as period_grain,
        cast(null as date) as period_start
    from observations

),

-- and once in each kind of cut; one topic of several stands in its own cut only
wholes as (

    select * from periods
    where not is_multi_label

),

cuts as (

    select *, 'all' as cut_type, 'all' as cut_value from wholes
    union all
    select *, 'channel' as cut_type, channel as cut_value from wholes
    union all
    select *, 'segment' as cut_type, segment as cut_value from wholes
    union all
    select *, 'source_system' as cut_type, source_system as cut_value from wholes
    union all
    select *, 'agent_group' as cut_type, agent_group as cut_value from wholes
    union all
    select *, topic_type as cut_type, topic as cut_value from periods
    where topic_type is not null

),

aggregated as (

    select
        kpi_code,
        cut_type,
        cut_value,
        period_grain,
        period_start,
        count(observed_value) as n,
        -- decimals, because a sum of doubles depends on the order of the rows
        cast(sum(cast(observed_value as decimal(28, 12))) as double) as value_sum,
        cast(sum(cast(observed_value * observed_value as decimal(28, 12))) as double)
            as value_square_sum,
        cast(
            coalesce(
                sum(cast(observed_weight as decimal(28, 12)))
                    filter (where observed_value is not null), 0
            ) as double
        ) as weight_sum,
        median(observed_value) as value_median,
        quantile_cont(observed_value, 0.9) as value_p90,
        count(*) filter (where is_pending) as pending_count

    from cuts

    group by 1, 2, 3, 4, 5

)

select
    *,
    kpi_code || '|' || period_grain || '|'
    || coalesce(cast(period_start as string), 'all') || '|' || cut_type || '|'
    || cut_value as kpi_value_id

from aggregated
