-- one row per KPI, period and cut: the value, its standard error and its 95 % interval
with

kpis as (
    select * from {{ ref('kpi_catalog') }}
    where is_built and statistic <> 'computed'
),

-- a KPI without any observation is shown empty, not left out
completed as (

    select
        kpis.kpi_code, kpis.statistic, kpis.unit, kpis.minimum_n,
        -- a net score is shown in points, a net rate from -1 to 1
        case when kpis.statistic = 'net_score' then 100 else 1 end as net_factor,
        coalesce(aggregates.period_grain, 'all') as period_grain,
        aggregates.period_start,
        coalesce(aggregates.cut_type, 'all') as cut_type, coalesce(aggregates.cut_value, 'all') as cut_value,
        coalesce(aggregates.kpi_value_id, kpis.kpi_code || '|all|all|all|all') as kpi_value_id,
        coalesce(aggregates.n, 0) as n,
        coalesce(aggregates.is_suppressed, false) as is_suppressed,
        aggregates.value_sum, aggregates.value_square_sum, aggregates.weight_sum, aggregates.weight_square_sum, aggregates.product_sum,
        spreads.value_median, spreads.value_p75, spreads.value_p90,
        coalesce(aggregates.pending_count, 0) as pending_count,
        -- the two-sided 95 % point of the normal distribution
        cast({{ var('confidence_z') }} as double) as z

    from kpis

    left join {{ ref('int_kpi_aggregates') }} as aggregates
        on kpis.kpi_code = aggregates.kpi_code

    left join {{ ref('int_kpi_spreads') }} as spreads
        on aggregates.kpi_value_id = spreads.kpi_value_id and not aggregates.is_suppressed

),

shares as (

    select
        *,
        value_sum / nullif(n, 0) as mean_value,
        value_sum / nullif(weight_sum, 0) as ratio_value,
        -- adjusted Wald for net scores: three more answers, 0.75 for and 0.75 against
        value_sum / (n + 3) as adjusted_mean,
        sqrt(((value_square_sum + 1.5) / (n + 3) - power(value_sum / (n + 3), 2)) / (n + 3)) as adjusted_error

    from completed

),

-- Wilson for proportions, on the scale of 0 to 1
estimated as (

    select
        *,
        case statistic
            when 'net_score' then net_factor * mean_value
            when 'median' then value_median
            when 'p75' then value_p75
            when 'sum' then value_sum
            when 'ratio' then ratio_value
            else mean_value
        end as value,
        case
            when statistic in ('net_score', 'net_rate')
                then net_factor * sqrt(
                        greatest(value_square_sum / nullif(n, 0) - power(mean_value, 2), 0)
                        / nullif(n, 0)
                    )
            when statistic = 'proportion'
                then sqrt(mean_value * (1 - mean_value) / nullif(n, 0))
            -- the sample standard deviation over the root of n
            when statistic = 'mean'
                then sqrt(
                        greatest(value_square_sum - n * power(mean_value, 2), 0)
                        / nullif(n - 1, 0) / nullif(n, 0)
                    )
            -- a ratio of sums by linearisation, as a bootstrap over the observations; refunds may weigh below zero
            when statistic = 'ratio' and product_sum is not null
                then sqrt(
                        greatest(
                            value_square_sum - 2 * ratio_value * product_sum
                            + power(ratio_value, 2) * weight_square_sum, 0
                        ) * n / nullif(n - 1, 0)
                    ) / nullif(abs(weight_sum), 0)
        end as standard_error,
        (mean_value + z * z / (2 * nullif(n, 0))) / (1 + z * z / nullif(n, 0)) as wilson_centre,
        z * sqrt(mean_value * (1 - mean_value) / nullif(n, 0) + z * z / (4.0 * nullif(n, 0) * n))
        / (1 + z * z / nullif(n, 0)) as wilson_half

    from shares

),

bounded as (

    select
        *,
        -- greatest and least pass over nulls: no value has no ends either
        case
            when value is null then null
            when statistic in ('net_score', 'net_rate')
                then net_factor * greatest(adjusted_mean - z * adjusted_error, -1)
            when statistic = 'proportion' then greatest(wilson_centre - wilson_half, 0)
            when statistic in ('mean', 'ratio') then value - z * standard_error
        end as ci_lo,
        case
            when value is null then null
            when statistic in ('net_score', 'net_rate')
                then net_factor * least(adjusted_mean + z * adjusted_error, 1)
            when statistic = 'proportion' then least(wilson_centre + wilson_half, 1)
            when statistic in ('mean', 'ratio') then value + z * standard_error
        end as ci_hi

    from estimated

)

select * from bounded
