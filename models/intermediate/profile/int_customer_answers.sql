-- one row per answer that counts in NPS, CSAT or CES: whose it is, and the number that the KPI takes from it
with

answers as (

    select
        survey_answer_id,
        customer_id,
        payer_id,
        'nps' as metric_code,
        score,
        submitted_at
    from {{ ref('fct_nps') }}
    where is_included
        and metric_code = 'nps'

    union all

    select
        survey_answer_id,
        customer_id,
        payer_id,
        'csat' as metric_code,
        score_position as score,
        submitted_at
    from {{ ref('fct_csat') }}
    where is_included
        and scope = 'interaction'

    union all

    select
        survey_answer_id,
        customer_id,
        payer_id,
        'ces' as metric_code,
        effort_score as score,
        submitted_at
    from {{ ref('fct_ces') }}
    where is_included

)

select
    metric_code || '|' || survey_answer_id as customer_answer_id,
    *

from answers

-- who is unknown has no score of their own
where customer_id <> 'unknown'
