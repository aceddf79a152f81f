-- What was our NPS in the last quarter, and is the change against the quarter before more
-- than chance?
-- How to read it: the first row is the last closed quarter. A change counts only where
-- is_significant_change is true; where it is false, "rose" or "fell" is no finding. Look at n
-- and at the interval before the value, and do not compare quarters of which
-- has_response_bias_risk is true: few of those asked had answered.
with

scorecard as (

    select * from {{ ref('rpt_kpi_scorecard') }}
    where kpi_code = 'nps'
        and period_grain = 'quarter'
        and cut_type = 'all'
        and period_end <= as_of

),

answers as (

    select
        date_trunc('quarter', submitted_date) as quarter_start,
        sum(promoter_count) as promoters,
        sum(passive_count) as passives,
        sum(detractor_count) as detractors

    from {{ ref('fct_nps') }}

    where is_included and metric_code = 'nps'

    group by quarter_start

)

select
    scorecard.period_start as quarter_start,
    scorecard.n,
    answers.promoters,
    answers.passives,
    answers.detractors,
    scorecard.value as nps,
    scorecard.ci_lo,
    scorecard.ci_hi,
    scorecard.change,
    scorecard.is_significant_change,
    scorecard.target_value,
    scorecard.status,
    scorecard.has_response_bias_risk

from scorecard

left join answers
    on scorecard.period_start = answers.quarter_start

order by scorecard.period_start desc
