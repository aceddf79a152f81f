-- one row per period and touchpoint that was rated: how far a good or bad experience there moves loyalty, and how often it goes well (KPI-30)
with

-- too few on either side say nothing
compared as (

    select
        *,
        case
            when n_good >= {{ var('touchpoint_minimum_n') }}
                and n_bad >= {{ var('touchpoint_minimum_n') }}
                then nps_good - nps_bad
        end as impact_points

    from {{ ref('int_touchpoint_impacts') }}

),

tested as (

    select
        *,
        impact_points / nullif(standard_error, 0) as z,
        -- where all on either side say the same, chance has no room
        case
            when standard_error = 0 and impact_points <> 0 then 0
            when standard_error = 0 and impact_points = 0 then 1
            else {{ two_sided_p('impact_points / nullif(standard_error, 0)') }}
        end as p_value

    from compared

),

-- Holm: whoever asks many touchpoints finds one by chance; the smallest p has to stand against all
numbered as (

    select
        *,
        count(p_value) over (partition by period_grain, period_start) as tested_count,
        row_number() over (
            partition by period_grain, period_start
            order by p_value nulls last, touchpoint
        ) as p_place

    from tested

),

corrected as (

    select
        *,
        case
            when p_value is not null
                then least(1, max((tested_count - p_place + 1) * p_value) over (
                        partition by period_grain, period_start
                        order by p_place
                        rows between unbounded preceding and current row
                    ))
        end as p_value_holm

    from numbered

),

judged as (

    select
        corrected.*,
        touchpoints.touchpoint_name,
        touchpoints.stage_code,
        touchpoints.is_moment_of_truth_by_design,
        corrected.p_value_holm < {{ var('significance_level') }} as is_significant,
        round(corrected.impact_points, 9) >= {{ var('moment_of_truth_points') }}
        and corrected.p_value_holm < {{ var('significance_level') }} as is_moment_of_truth

    from corrected

    inner join {{ ref('touchpoints') }} as touchpoints
        on corrected.touchpoint = touchpoints.touchpoint

)

select
    -- ids
    touchpoint_impact_id,
    -- text
    period_grain,
    period_start,
    stage_code,
    touchpoint,
    touchpoint_name,
    -- numbers
    n_good,
    n_bad,
    nps_good,
    nps_bad,
    impact_points,
    case when impact_points is not null then standard_error end as standard_error,
    z,
    p_value,
    p_value_holm,
    rated_count,
    satisfied_count,
    cast(satisfied_count as double) / nullif(rated_count, 0) as success_rate,
    -- booleans; null where too few answered
    is_significant,
    is_moment_of_truth,
    is_moment_of_truth_by_design

from judged
