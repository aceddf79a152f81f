-- one row per KPI, period and cut: the sums that every statistic is made of
with

kpis as (
    select
        kpi_code, is_multi_label, is_confidential, minimum_n,
        is_confidential and statistic = 'ratio' as is_rate_of_people
    from {{ ref('kpi_catalog') }}
),

-- every observation is added up once, in the smallest cell: periods and cuts are made of the cells
cells as (

    select
        kpi_code, period_grain as own_period_grain,
        cast(date_trunc('month', observed_on) as date) as month_start,
        channel, segment, source_system, agent_group, topic_type, topic,
        count(observed_value) as row_count,
        sum(floor(observed_weight)) as weight_floor_sum,
        -- decimals, because a sum of doubles depends on the order of the rows; wide ones for squares, which grow twice as fast
        sum(cast(observed_value as decimal(28, 12))) as value_sum,
        sum(cast(observed_value * observed_value as decimal(38, 12))) as value_square_sum,
        sum(cast(observed_weight as decimal(28, 12))) filter (where observed_value is not null) as weight_sum,
        sum(cast(observed_weight * observed_weight as decimal(38, 12))) as weight_square_sum,
        sum(cast(observed_value * observed_weight as decimal(38, 12))) as product_sum,
        count(*) filter (where is_pending) as pending_count
    from {{ ref('int_kpi_observations') }}
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9

),

dated as (

    select
        *,
        cast(date_trunc('quarter', month_start) as date) as quarter_start,
        cast(date_trunc('year', month_start) as date) as year_start
    from cells

),

summed as (

    select
        kpi_code, own_period_grain,
        {{ kpi_cuts() }},
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(weight_floor_sum) as bigint) as weight_floor_sum,
        cast(sum(value_sum) as double) as value_sum,
        cast(sum(value_square_sum) as double) as value_square_sum,
        coalesce(cast(sum(weight_sum) as double), 0) as weight_sum,
        cast(sum(weight_square_sum) as double) as weight_square_sum,
        cast(sum(product_sum) as double) as product_sum,
        cast(sum(pending_count) as bigint) as pending_count
    from dated
    group by kpi_code, own_period_grain, {{ kpi_cut_sets() }} -- noqa: PRS

),

-- an observation that is made for one kind of period stands in that one; one topic of several in its own cut only.
-- What staff say stands as a whole: the teams are in rpt_employee_engagement. A rate of people stands on its people, not on its rows
judged as (

    select
        summed.*,
        kpis.is_rate_of_people,
        case when kpis.is_rate_of_people then summed.weight_floor_sum else summed.row_count end as n,
        kpis.is_confidential and n < kpis.minimum_n as is_suppressed
    from summed
    inner join kpis
        on summed.kpi_code = kpis.kpi_code
    where coalesce(summed.own_period_grain, summed.period_grain) = summed.period_grain
        and summed.cut_type is not null
        and (summed.is_topic or not kpis.is_multi_label)
        and (summed.cut_type = 'all' or not kpis.is_confidential)

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
    pending_count,
    is_suppressed,
    kpi_code || '|' || period_grain || '|' || coalesce(cast(period_start as string), 'all') || '|' || cut_type || '|' || cut_value as kpi_value_id

from judged
