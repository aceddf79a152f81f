-- one row per period, segment and touchpoint, in the order of the journey: how customers felt there (KPI-29)
with

scored as (

    select * from {{ ref('int_emotional_journey') }}

),

-- each touchpoint weighs the same: else the ones with most to say would speak for all
journeys as (

    select
        journey_id,
        period_grain,
        period_start,
        segment,
        cast(sum(cast(mean_sentiment as decimal(28, 12))) as double) / count(*)
            as journey_emotion,
        cast(sum(cast(value_sum as decimal(28, 12))) as double) / sum(n_scored)
            as volume_weighted_sentiment,
        count(*) as touchpoints_scored,
        max(case when place_from_best = 1 then touchpoint end) as peak_touchpoint,
        max(case when place_from_best = 1 then mean_sentiment end) as peak_sentiment,
        max(case when place_from_worst = 1 then touchpoint end) as trough_touchpoint,
        max(case when place_from_worst = 1 then mean_sentiment end) as trough_sentiment,
        max(case when place_from_end = 1 then touchpoint end) as end_touchpoint,
        max(case when place_from_end = 1 then mean_sentiment end) as end_sentiment,
        -- what is remembered: the strongest feeling, and the last
        (
            max(case when place_from_extreme = 1 then mean_sentiment end)
            + max(case when place_from_end = 1 then mean_sentiment end)
        ) / 2 as peak_end,
        max(case when place_from_drop = 1 then touchpoint end) as drop_from_touchpoint,
        max(case when place_from_drop = 1 then next_touchpoint end) as drop_to_touchpoint,
        max(case when place_from_drop = 1 then change_to_next end) as largest_drop

    from scored

    group by 1, 2, 3, 4

),

touchpoints as (

    select
        touchpoints.*,
        stages.stage_order,
        count(*) over () as touchpoints_total

    from {{ ref('touchpoints') }} as touchpoints

    inner join {{ ref('journey_stages') }} as stages
        on touchpoints.stage_code = stages.stage_code

)

select
    -- ids
    journeys.journey_id || '|' || touchpoints.touchpoint as journey_touchpoint_id,
    -- text
    journeys.period_grain,
    journeys.period_start,
    journeys.segment,
    touchpoints.stage_code,
    touchpoints.touchpoint,
    touchpoints.touchpoint_name,
    scored.next_touchpoint,
    journeys.peak_touchpoint,
    journeys.trough_touchpoint,
    journeys.end_touchpoint,
    journeys.drop_from_touchpoint,
    journeys.drop_to_touchpoint,
    -- numbers
    touchpoints.stage_order,
    touchpoints.touchpoint_order,
    coalesce(scored.n_scored, 0) as n_scored,
    scored.mean_sentiment,
    scored.standard_error,
    scored.change_to_next,
    journeys.journey_emotion,
    journeys.volume_weighted_sentiment,
    journeys.touchpoints_scored,
    touchpoints.touchpoints_total,
    journeys.peak_sentiment,
    journeys.trough_sentiment,
    journeys.end_sentiment,
    journeys.peak_end,
    journeys.largest_drop,
    -- booleans
    coalesce(scored.n_scored, 0) >= {{ var('touchpoint_minimum_n') }} as is_reportable

from journeys

cross join touchpoints

left join scored
    on journeys.journey_id = scored.journey_id
    and touchpoints.touchpoint = scored.touchpoint
