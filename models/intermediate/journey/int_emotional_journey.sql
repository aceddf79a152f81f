-- one row per period, segment and touchpoint at which anything was felt: the mean, and its place among the others
with

touchpoints as (

    select
        touchpoints.touchpoint,
        row_number() over (
            order by stages.stage_order, touchpoints.touchpoint_order, touchpoints.touchpoint
        ) as journey_order

    from {{ ref('touchpoints') }} as touchpoints

    inner join {{ ref('journey_stages') }} as stages
        on touchpoints.stage_code = stages.stage_code

),

felt as (

    select * from {{ ref('fct_touchpoints') }}
    where is_included
        and sentiment_score is not null

),

cut as (

    select touchpoint, sentiment_score, touched_on, 'all' as segment from felt
    union all
    select touchpoint, sentiment_score, touched_on, segment from felt

),

-- decimals, because a sum of doubles depends on the order of the rows
sums as (

    select
        grains.period_grain,
        case
            when grains.period_grain <> 'all'
                then cast(date_trunc(grains.period_grain, cut.touched_on) as date)
        end as period_start,
        cut.segment,
        cut.touchpoint,
        count(*) as n_scored,
        cast(sum(cast(cut.sentiment_score as decimal(28, 12))) as double) as value_sum,
        cast(sum(cast(power(cut.sentiment_score, 2) as decimal(28, 12))) as double) as square_sum

    from cut

    cross join (
        values ('month'), ('quarter'), ('year'), ('all')
    ) as grains (period_grain)

    group by 1, 2, 3, 4

),

means as (

    select
        sums.*,
        touchpoints.journey_order,
        sums.period_grain || '|' || coalesce(cast(sums.period_start as string), 'all') || '|'
        || sums.segment as journey_id,
        sums.value_sum / sums.n_scored as mean_sentiment

    from sums

    inner join touchpoints
        on sums.touchpoint = touchpoints.touchpoint

),

-- ties go to the earlier touchpoint; the next one is the next that was scored
ranked as (

    select
        *,
        sqrt(
            greatest(square_sum - n_scored * power(mean_sentiment, 2), 0)
            / nullif(n_scored - 1, 0) / n_scored
        ) as standard_error,
        lead(touchpoint) over in_order as next_touchpoint,
        (lead(mean_sentiment) over in_order) - mean_sentiment as change_to_next,
        row_number() over (
            partition by journey_id
            order by round(mean_sentiment, 9) desc, journey_order
        ) as place_from_best,
        row_number() over (
            partition by journey_id
            order by round(mean_sentiment, 9), journey_order
        ) as place_from_worst,
        row_number() over (
            partition by journey_id
            order by round(abs(mean_sentiment), 9) desc, journey_order
        ) as place_from_extreme,
        row_number() over (partition by journey_id order by journey_order desc) as place_from_end

    from means

    window in_order as (partition by journey_id order by journey_order)

)

select
    *,
    journey_id || '|' || touchpoint as journey_touchpoint_id,
    -- a rise is no drop
    case
        when change_to_next < 0
            then row_number() over (
                    partition by journey_id
                    order by round(change_to_next, 9) nulls last, journey_order
                )
    end as place_from_drop

from ranked
