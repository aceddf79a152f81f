-- one row per scorecard value or fact that arithmetic forbids (GOV-28); empty when all is well
with

scorecard as (

    select * from {{ ref('rpt_kpi_scorecard') }}

),

nps as (

    select * from {{ ref('fct_nps') }}

),

impossible_values as (

    select
        kpi_value_id as violating_key,
        case
            when unit = 'rate' and numerator > denominator then 'numerator_above_denominator'
            when unit = 'rate' and value not between 0 and 1 then 'rate_out_of_range'
            -- an impact is the difference of two scores
            when unit = 'points' and abs(value) > case when kpi_code = 'moment_of_truth_impact' then 200 else 100 end
                then 'points_out_of_range'
            when unit = 'ratio' and value not between -1 and 1 then 'ratio_out_of_range'
            when unit = 'effort_1_5' and value not between 1 and 5 then 'effort_out_of_range'
            when unit = 'score_0_100' and value not between 0 and 100
                then 'score_out_of_range'
            when unit in ('seconds', 'minutes', 'hours') and value < 0 then 'negative_duration'
            when denominator = 0 and value is not null then 'value_without_denominator'
            -- the adjusted interval of a net score may leave out its own value
            when unit not in ('points', 'ratio')
                and round(value, 9) not between round(ci_lo, 9) and round(ci_hi, 9)
                then 'value_outside_interval'
            when ci_lo > ci_hi then 'interval_upside_down'
        end as violation

    from scorecard

),

-- every counted answer is one of promoter, passive, detractor
unbanded as (

    select
        survey_answer_id as violating_key,
        'bands_do_not_add_up' as violation

    from nps

    where promoter_count + passive_count + detractor_count <> response_count

),

-- what belongs to a customer in a period is made anew for each kind of period
additive as (

    select kpi_code
    from {{ ref('int_kpi_observations') }}
    where period_grain is null
    group by 1

),

-- the parts of a period add up to the whole
parts as (

    select
        sums.kpi_code || '|' || sums.period_grain || '|' || sums.cut_type
            as violating_key,
        'parts_do_not_add_up' as violation

    from (
        select
            kpi_code,
            period_grain,
            cut_type,
            sum(n) as part_n

        from scorecard

        group by 1, 2, 3
    ) as sums

    inner join (
        select
            kpi_code as whole_kpi_code,
            n as whole_n

        from scorecard

        where period_grain = 'all'
            and cut_type = 'all'
    ) as wholes
        on sums.kpi_code = wholes.whole_kpi_code

    inner join additive
        on sums.kpi_code = additive.kpi_code

    where sums.part_n <> wholes.whole_n

),

unioned as (

    select * from impossible_values
    where violation is not null
    union all
    select * from unbanded
    union all
    select * from parts

)

select
    *,
    violation || '|' || violating_key as kpi_invariant_violation_id

from unioned
