-- one row per KPI, period and cut: the value beside that of the period before
with

estimates as (

    select
        kpi_code, statistic, unit, minimum_n, z, period_grain, period_start, cut_type, cut_value, kpi_value_id,
        n, is_suppressed, pending_count, value_sum, weight_sum, mean_value, value_median, value_p90,
        value, standard_error, ci_lo, ci_hi
    from {{ ref('int_kpi_estimates') }}

    union all

    select
        kpi_code, statistic, unit, minimum_n, cast({{ var('confidence_z') }} as double) as z,
        period_grain, period_start, cut_type, cut_value, kpi_value_id,
        n, false as is_suppressed, cast(0 as bigint) as pending_count, value_sum, weight_sum,
        cast(null as double) as mean_value, cast(null as double) as value_median, cast(null as double) as value_p90,
        value, standard_error, ci_lo, ci_hi
    from {{ ref('int_kpi_computed') }}

),

dated as (

    select
        *,
        case period_grain
            when 'month' then cast(period_start - interval 1 month as date)
            when 'quarter' then cast(period_start - interval 3 month as date)
            when 'year' then cast(period_start - interval 1 year as date)
        end as previous_period_start,
        case period_grain
            when 'month' then cast(period_start + interval 1 month as date)
            when 'quarter' then cast(period_start + interval 3 month as date)
            when 'year' then cast(period_start + interval 1 year as date)
        end as period_end

    from estimates

),

-- how many of those who were asked answered: the perception KPIs stand or fall with it
response_rates as (

    select
        period_grain,
        period_start,
        value as response_rate

    from dated

    where kpi_code = 'survey_response_rate'
        and cut_type = 'all'

),

compared as (

    select
        dated.*,
        response_rates.response_rate,
        previous.value as previous_value,
        previous.n as previous_n,
        dated.value - previous.value as change,
        sqrt(
            power(dated.standard_error, 2) + power(previous.standard_error, 2)
        ) as change_error

    from dated

    left join dated as previous
        on dated.kpi_code = previous.kpi_code
        and dated.period_grain = previous.period_grain
        and dated.cut_type = previous.cut_type
        and dated.cut_value = previous.cut_value
        and dated.previous_period_start = previous.period_start

    left join response_rates
        on dated.period_grain = response_rates.period_grain
        and coalesce(cast(dated.period_start as string), 'all')
        = coalesce(cast(response_rates.period_start as string), 'all')

)

select * from compared
