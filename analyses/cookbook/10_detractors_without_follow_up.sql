-- Which detractors has nobody spoken to yet?
-- How to read it: a work list, largest monthly revenue first. A follow-up is a public message
-- or an answered call of ours after the answer; a talk outside the tools is not seen, so ask
-- before you blame. detractors_waiting of detractors_counted is the share without follow-up.
-- mrr is that of the payer. Old answers stay on the list: a call about last year's answer may
-- do harm.
with

follow_ups as (

    select * from {{ ref('fct_detractor_follow_ups') }}
    where is_included

),

counted as (

    select
        *,
        count(*) over () as detractors_counted,
        sum(cast(is_pending as integer)) over () as detractors_waiting,
        {{ elapsed_minutes('submitted_at', as_of()) }} / 60 / 24 as days_waiting
    from follow_ups

)

select
    counted.customer_id,
    counted.survey_answer_id,
    counted.submitted_date,
    round(counted.days_waiting) as days_waiting,
    counted.score,
    counted.segment,
    customers.mrr,
    customers.health_band,
    customers.is_active,
    customers.open_ticket_count,
    customers.is_usable_for_survey,
    counted.detractors_waiting,
    counted.detractors_counted

from counted

left join {{ ref('rpt_customer_360') }} as customers
    on counted.customer_id = customers.customer_id

where counted.is_pending

order by customers.mrr desc nulls last, counted.submitted_date desc, counted.survey_answer_id
