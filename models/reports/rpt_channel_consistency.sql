-- one row per KPI and period: the best and the worst channel, and the gap between them (KPI-36)
with

-- an unknown or unmapped channel is no channel; one with few answers is not compared
channels as (

    select
        kpis.kpi_code,
        kpis.unit,
        kpis.better,
        estimates.period_grain,
        estimates.period_start,
        kpis.kpi_code || '|' || estimates.period_grain || '|'
        || coalesce(cast(estimates.period_start as string), 'all') as channel_consistency_id,
        estimates.cut_value as channel,
        estimates.n,
        estimates.value,
        estimates.ci_lo,
        estimates.ci_hi,
        gaps.minimum_n as channel_minimum_n,
        estimates.n >= gaps.minimum_n as is_compared

    from {{ ref('int_kpi_estimates') }} as estimates

    inner join {{ ref('kpi_catalog') }} as kpis
        on estimates.kpi_code = kpis.kpi_code

    inner join {{ ref('kpi_catalog') }} as gaps
        on gaps.kpi_code = 'channel_consistency'

    where kpis.kpi_code in ('csat', 'ces', 'fcr')
        and estimates.cut_type = 'channel'
        and estimates.cut_value not in ('unknown', 'unmapped')

),

periods as (

    select
        channel_consistency_id,
        kpi_code,
        unit,
        channel_minimum_n,
        period_grain,
        period_start,
        count(*) filter (where is_compared) as channel_count

    from channels

    group by 1, 2, 3, 4, 5, 6

),

ranked as (

    select
        *,
        row_number() over (
            partition by channel_consistency_id
            order by case when better = 'lower' then value else -value end, channel
        ) as place_from_best,
        row_number() over (
            partition by channel_consistency_id
            order by case when better = 'lower' then -value else value end, channel desc
        ) as place_from_worst

    from channels

    where is_compared

),

-- one channel alone has no gap
compared as (

    select
        -- ids
        periods.channel_consistency_id,
        periods.kpi_code,
        -- text
        periods.unit,
        periods.period_grain,
        periods.period_start,
        best.channel as best_channel,
        worst.channel as worst_channel,
        -- numbers
        periods.channel_count,
        periods.channel_minimum_n,
        best.n as best_n,
        best.value as best_value,
        best.ci_lo as best_ci_lo,
        best.ci_hi as best_ci_hi,
        worst.n as worst_n,
        worst.value as worst_value,
        worst.ci_lo as worst_ci_lo,
        worst.ci_hi as worst_ci_hi,
        abs(best.value - worst.value) as gap,
        -- booleans
        best.ci_lo <= worst.ci_hi and worst.ci_lo <= best.ci_hi as has_overlapping_intervals

    from periods

    left join ranked as best
        on periods.channel_consistency_id = best.channel_consistency_id
        and periods.channel_count >= 2
        and best.place_from_best = 1

    left join ranked as worst
        on periods.channel_consistency_id = worst.channel_consistency_id
        and periods.channel_count >= 2
        and worst.place_from_worst = 1

)

select * from compared
