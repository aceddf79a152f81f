-- At which touchpoints do customers feel worst?
-- How to read it: lowest mean of the last closed quarter first, from -1 (bad) to 1 (good).
-- is_low_point: even the upper end of the interval lies below the mean of the journey. Trust
-- only is_reportable rows: 30 contacts and more (n). Touchpoints where nothing was said or
-- rated are left out: silence is not contentment. Sentiment of a text and of a survey are
-- measured in different ways, so a gap of a few hundredths is nothing.
with

journey as (

    select * from {{ ref('rpt_emotional_journey') }}
    where period_grain = 'quarter'
        and segment = 'all'
        and n_scored > 0
        and period_start + interval 3 month <= {{ as_of() }}

),

last_quarter as (

    select max(period_start) as period_start
    from journey

),

bounded as (

    select
        journey.*,
        journey.mean_sentiment - {{ var('confidence_z') }} * journey.standard_error as ci_lo,
        journey.mean_sentiment + {{ var('confidence_z') }} * journey.standard_error as ci_hi
    from journey
    inner join last_quarter
        on journey.period_start = last_quarter.period_start

)

select
    period_start,
    stage_code,
    touchpoint_name,
    n_scored as n,
    mean_sentiment,
    ci_lo,
    ci_hi,
    journey_emotion,
    ci_hi < journey_emotion as is_low_point,
    change_to_next,
    next_touchpoint,
    is_reportable

from bounded

order by mean_sentiment, touchpoint_name
