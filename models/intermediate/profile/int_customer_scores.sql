-- one row per customer who answered a survey question that a KPI counts: the last answer of each kind
with

answers as (

    select * from {{ ref('int_customer_answers') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by customer_id, metric_code
            order by submitted_at desc, survey_answer_id desc
        ) as recency

    from answers

)

select
    customer_id,
    max(case when metric_code = 'nps' then score end) as last_nps_score,
    max(case when metric_code = 'nps' then submitted_at end) as last_nps_at,
    max(case when metric_code = 'csat' then score end) as last_csat_score_position,
    max(case when metric_code = 'csat' then submitted_at end) as last_csat_at,
    max(case when metric_code = 'ces' then score end) as last_ces_effort_score,
    max(case when metric_code = 'ces' then submitted_at end) as last_ces_at

from ranked

where recency = 1

group by 1
