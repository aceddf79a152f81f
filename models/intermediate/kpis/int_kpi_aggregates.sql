-- one row per KPI, period and cut: the sums that every statistic is made of
with

observations as (

    select
        observations.{{ all_but('period_grain') }},
        observations.period_grain as own_period_grain,
        kpis.is_multi_label,
        kpis.is_confidential,
        kpis.minimum_n,
        kpis.is_confidential and kpis.statistic = 'ratio' as is_rate_of_people
    from {{ ref('int_kpi_observations') }} as observations
    inner join {{ ref('kpi_catalog') }} as kpis
        on observations.kpi_code = kpis.kpi_code

),

-- every observation stands once in each kind of period, or in the one that it is made for
periods as (

    select
        observations.*,
        grains.period_grain,
        case
            when grains.period_grain <> 'all'
                then cast(date_trunc(grains.period_grain, observations.observed_on) as date)
        end as period_start

    from observations

    inner join (
        values ('month'), ('quarter'), ('year'), ('all')
    ) as grains (period_grain)
        on coalesce(observations.own_period_grain, grains.period_grain) = grains.period_grain

),

-- and once in each kind of cut; one topic of several stands in its own cut only
wholes as (
    select * from periods
    where not is_multi_label
),

-- what staff say stands as a whole only: the teams are in rpt_employee_engagement
open_wholes as (
    select * from wholes
    where not is_confidential
),

cuts as (

    select *, 'all' as cut_type, 'all' as cut_value from wholes
    union all
    select *, 'channel' as cut_type, channel as cut_value from open_wholes
    union all
    select *, 'segment' as cut_type, segment as cut_value from open_wholes
    union all
    select *, 'source_system' as cut_type, source_system as cut_value from open_wholes
    union all
    select *, 'agent_group' as cut_type, agent_group as cut_value from open_wholes
    union all
    select *, topic_type as cut_type, topic as cut_value from periods
    where topic_type is not null and not is_confidential

),

aggregated as (

    select
        kpi_code, cut_type, cut_value, period_grain, period_start,
        is_confidential, is_rate_of_people, minimum_n,
        count(observed_value) as row_count,
        cast(sum(floor(observed_weight)) as bigint) as weight_floor_sum,
        -- decimals, because a sum of doubles depends on the order of the rows
        cast(sum(cast(observed_value as decimal(28, 12))) as double) as value_sum,
        cast(sum(cast(observed_value * observed_value as decimal(28, 12))) as double) as value_square_sum,
        coalesce(
            cast(sum(cast(observed_weight as decimal(28, 12))) filter (where observed_value is not null) as double), 0
        ) as weight_sum,
        cast(sum(cast(observed_weight * observed_weight as decimal(28, 12))) as double) as weight_square_sum,
        cast(sum(cast(observed_value * observed_weight as decimal(28, 12))) as double) as product_sum,
        median(observed_value) as value_median,
        quantile_cont(observed_value, 0.75) as value_p75,
        quantile_cont(observed_value, 0.9) as value_p90,
        count(*) filter (where is_pending) as pending_count
    from cuts
    group by 1, 2, 3, 4, 5, 6, 7, 8

),

-- a rate of people stands on its people, not on its rows
judged as (

    select
        *,
        case when is_rate_of_people then weight_floor_sum else row_count end as n,
        is_confidential and n < minimum_n as is_suppressed
    from aggregated

)

-- the sums of too few people go no further
select
    kpi_code, cut_type, cut_value, period_grain, period_start, n,
    case when not is_suppressed then value_sum end as value_sum,
    case when not is_suppressed then value_square_sum end as value_square_sum,
    case when not is_suppressed then weight_sum end as weight_sum,
    -- and the rows of a rate of people are no sample
    case when not (is_suppressed or is_rate_of_people) then weight_square_sum end as weight_square_sum,
    case when not (is_suppressed or is_rate_of_people) then product_sum end as product_sum,
    case when not is_suppressed then value_median end as value_median,
    case when not is_suppressed then value_p75 end as value_p75,
    case when not is_suppressed then value_p90 end as value_p90,
    pending_count,
    is_suppressed,
    kpi_code || '|' || period_grain || '|' || coalesce(cast(period_start as string), 'all') || '|' || cut_type || '|' || cut_value as kpi_value_id

from judged
