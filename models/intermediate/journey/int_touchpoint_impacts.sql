-- one row per period and touchpoint that was rated: the ratings, and what customers with a good and with a bad experience said of the company after it
with

experiences as (

    select
        contacts.*,
        grains.period_grain,
        case
            when grains.period_grain <> 'all'
                then cast(date_trunc(grains.period_grain, contacts.touched_on) as date)
        end as period_start,
        grains.period_grain || '|' || case
            when grains.period_grain = 'all' then 'all'
            else cast(cast(date_trunc(grains.period_grain, contacts.touched_on) as date) as string)
        end || '|' || contacts.touchpoint as touchpoint_impact_id

    from {{ ref('fct_touchpoints') }} as contacts

    cross join (
        values ('quarter'), ('all')
    ) as grains (period_grain)

    where contacts.rated_count = 1

),

ratings as (

    select
        touchpoint_impact_id,
        period_grain,
        period_start,
        touchpoint,
        cast(sum(rated_count) as bigint) as rated_count,
        cast(sum(satisfied_count) as bigint) as satisfied_count

    from experiences

    group by 1, 2, 3, 4

),

answers as (

    select * from {{ ref('fct_nps') }}
    where metric_code = 'nps'
        and is_included
        and customer_id <> 'unknown'

),

-- what is said before cannot come from it, and what is said long after has other causes; answers of
-- one customer are no independent cases: the latest counts, with the last experience before it
paired as (

    select
        experiences.touchpoint_impact_id,
        experiences.satisfied_count,
        cast(answers.promoter_count as double) as promoter_count,
        cast(answers.detractor_count as double) as detractor_count,
        row_number() over (
            partition by experiences.touchpoint_impact_id, experiences.customer_id
            order by
                answers.submitted_at desc, answers.survey_answer_id,
                experiences.occurred_at desc, experiences.touchpoint_id
        ) as place

    from experiences

    inner join answers
        on experiences.customer_id = answers.customer_id
        and experiences.occurred_at < answers.submitted_at
        and experiences.occurred_at + interval {{ var('moment_of_truth_days') }} day
        >= answers.submitted_at

),

groups as (

    select
        touchpoint_impact_id,
        count(*) filter (where satisfied_count = 1) as n_good,
        count(*) filter (where satisfied_count = 0) as n_bad,
        avg(promoter_count) filter (where satisfied_count = 1) as good_promoters,
        avg(detractor_count) filter (where satisfied_count = 1) as good_detractors,
        avg(promoter_count) filter (where satisfied_count = 0) as bad_promoters,
        avg(detractor_count) filter (where satisfied_count = 0) as bad_detractors

    from paired

    where place = 1

    group by 1

)

select
    ratings.*,
    coalesce(groups.n_good, 0) as n_good,
    coalesce(groups.n_bad, 0) as n_bad,
    100 * (groups.good_promoters - groups.good_detractors) as nps_good,
    100 * (groups.bad_promoters - groups.bad_detractors) as nps_bad,
    -- the variance of a net score: what is neither for nor against adds nothing
    100 * sqrt(
        (
            groups.good_promoters + groups.good_detractors
            - power(groups.good_promoters - groups.good_detractors, 2)
        ) / groups.n_good
        + (
            groups.bad_promoters + groups.bad_detractors
            - power(groups.bad_promoters - groups.bad_detractors, 2)
        ) / groups.n_bad
    ) as standard_error

from ratings

left join groups
    on ratings.touchpoint_impact_id = groups.touchpoint_impact_id
