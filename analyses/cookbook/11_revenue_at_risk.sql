-- How much recurring revenue comes from payers whose health is poor?
-- How to read it: all active payers at the end of the last closed month, by health band and
-- segment. red is poor, yellow is to be watched, unscored is unknown: it is not safe, find
-- out. mrr_share is the share of all recurring revenue. It is what would be lost if all of
-- them left, not what is expected to be lost. With few payers (n) one large one decides.
-- The revenue of payers beyond n_with_mrr is not known (no exchange rate).
with

health as (

    select * from {{ ref('fct_customer_health') }}
    where month_end_date < {{ as_of() }}

),

last_month as (

    select max(month_start) as month_start from health

),

payers as (

    select health.*, months.mrr_end
    from health
    inner join last_month on health.month_start = last_month.month_start
    left join {{ ref('fct_customer_months') }} as months
        on health.payer_id = months.payer_id
        and health.month_start = months.month_start
        and months.is_included

),

counted as (

    select
        month_start,
        health_band,
        segment,
        count(*) as n,
        count(mrr_end) as n_with_mrr,
        sum(mrr_end) as mrr
    from payers
    group by month_start, health_band, segment

)

select
    *,
    mrr / nullif(sum(mrr) over (), 0) as mrr_share
from counted
order by
    case health_band when 'red' then 1 when 'yellow' then 2 when 'unscored' then 3 else 4 end,
    mrr desc, segment
