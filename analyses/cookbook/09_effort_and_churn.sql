-- Do customers who report much effort leave more often in the six months after?
-- How to read it: one observation is a payer's first effort answer as a customer; answers
-- younger than six months are left out. Effort is 1 (little) to 5 (much): low is below 2,
-- high from 3. Bands whose intervals overlap do not differ (in the demo all do). It is no proof
-- that effort makes them leave: who answers has had a problem.
with

months as (

    select * from {{ ref('fct_customer_months') }}
    where is_included

),

answers as (

    select
        ces.payer_id, months.month_start, ces.effort_score,
        row_number() over (
            partition by ces.payer_id order by ces.submitted_at, ces.survey_answer_id
        ) as answer_number
    from {{ ref('fct_ces') }} as ces
    inner join months
        on ces.payer_id = months.payer_id
        and months.month_start = date_trunc('month', ces.submitted_date)
    where ces.is_included and months.is_active_start
        and months.month_start + interval 6 month <= {{ as_of() }}

),

followed as (

    select
        answers.payer_id, answers.effort_score, max(cast(months.is_churned as integer)) as churned
    from answers
    inner join months
        on answers.payer_id = months.payer_id
        and answers.month_start <= months.month_start
        and answers.month_start + interval 6 month > months.month_start
    where answers.answer_number = 1
    group by answers.payer_id, answers.effort_score

),

counted as (

    select
        case when effort_score < 2 then 'low' when effort_score < 3 then 'middle' else 'high' end
            as effort, min(effort_score) as effort_from, count(*) as n, sum(churned) as churned
    from followed
    group by effort

)

select
    effort, n, churned, cast(churned as double) / n as churn_rate,
    {{ wilson_bound('churned', 'n', '-') }} as ci_lo,
    {{ wilson_bound('churned', 'n', '+') }} as ci_hi
from counted
order by effort_from
