-- one row per payer with revenue: what it brought in, what it is worth now, how healthy it is, and whether it left
with

months as (

    select
        *,
        row_number() over (partition by payer_id order by month_start desc) as recency

    from {{ ref('fct_customer_months') }}

),

totals as (

    select
        payer_id,
        cast(sum(cast(net_revenue as decimal(28, 12))) as double) as clv_historic,
        max(case when recency = 1 then mrr_end end) as mrr,
        bool_or(recency = 1 and is_active_end) as is_active,
        max(case when is_active_start or is_active_end then month_start end) as last_active_month,
        max(case when is_churned then month_start end) as last_churned_month

    from months

    group by 1

),

health as (

    select
        *,
        row_number() over (partition by payer_id order by month_start desc) as recency

    from {{ ref('fct_customer_health') }}

)

select
    -- ids
    totals.payer_id,
    -- text
    last_active.segment as payer_segment,
    health.health_band,
    churned.churn_reason,
    churned.churn_type,
    -- numbers
    totals.clv_historic,
    totals.mrr,
    health.health_score,
    -- booleans
    totals.is_active,
    -- dates and timestamps
    health.month_start as health_month,
    churned.month_start as churned_month

from totals

left join months as last_active
    on totals.payer_id = last_active.payer_id
    and totals.last_active_month = last_active.month_start

-- who came back has not churned
left join months as churned
    on totals.payer_id = churned.payer_id
    and totals.last_churned_month = churned.month_start
    and not totals.is_active

left join health
    on totals.payer_id = health.payer_id
    and health.recency = 1
