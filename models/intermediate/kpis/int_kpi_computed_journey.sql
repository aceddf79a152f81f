-- one row per period and cut of the emotional journey, and of the impact of moments of truth
{{ config(materialized = 'view') }}

with

touchpoints as (

    select * from {{ ref('rpt_emotional_journey') }}
    where n_scored > 0

),

moments as (

    select * from {{ ref('rpt_moments_of_truth') }}

),

-- a journey is as sure as the mean of its touchpoints; one answer alone has no spread
journeys as (

    select
        period_grain,
        period_start,
        segment,
        cast(sum(n_scored) as bigint) as n,
        max(journey_emotion) as value,
        case
            when count(standard_error) = count(*)
                then sqrt(cast(sum(cast(power(standard_error, 2) as decimal(28, 18))) as double)) / count(*)
        end as standard_error,
        max(journey_emotion) * count(*) as value_sum,
        cast(count(*) as double) as weight_sum

    from touchpoints

    group by 1, 2, 3

),

unioned as (

    select
        'emotional_journey' as kpi_code,
        period_grain,
        period_start,
        case when segment = 'all' then 'all' else 'segment' end as cut_type,
        segment as cut_value,
        n,
        value,
        standard_error,
        -1 as value_min,
        1 as value_max,
        value_sum,
        weight_sum
    from journeys

    union all

    select
        'emotional_journey' as kpi_code,
        period_grain,
        period_start,
        'touchpoint' as cut_type,
        touchpoint as cut_value,
        n_scored as n,
        mean_sentiment as value,
        standard_error,
        -1 as value_min,
        1 as value_max,
        mean_sentiment * n_scored as value_sum,
        cast(n_scored as double) as weight_sum
    from touchpoints
    where segment = 'all'

    union all

    -- as sure as the smaller of its two groups
    select
        'moment_of_truth_impact' as kpi_code,
        period_grain,
        period_start,
        'touchpoint' as cut_type,
        touchpoint as cut_value,
        least(n_good, n_bad) as n,
        impact_points as value,
        standard_error,
        -200 as value_min,
        200 as value_max,
        cast(null as double) as value_sum,
        cast(null as double) as weight_sum
    from moments

)

select
    kpi_code || '|' || period_grain || '|' || coalesce(cast(period_start as string), 'all') || '|'
    || cut_type || '|' || cut_value as kpi_value_id,
    kpi_code,
    period_grain,
    period_start,
    cut_type,
    cut_value,
    n,
    value,
    standard_error,
    case
        when standard_error is not null
            then greatest(value - {{ var('confidence_z') }} * standard_error, value_min)
    end as ci_lo,
    case
        when standard_error is not null
            then least(value + {{ var('confidence_z') }} * standard_error, value_max)
    end as ci_hi,
    value_sum,
    weight_sum

from unioned
