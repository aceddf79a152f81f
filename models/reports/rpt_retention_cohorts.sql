-- one row per acquisition month, kind of customer and month since: how many are still customers, and what they pay (KPI-21)
with

months as (

    select * from {{ ref('fct_customer_months') }}

),

summed as (

    select
        cohort_month,
        churn_rule,
        tenure_months,
        count(*) as cohort_size,
        count(*) filter (where is_active_end) as active_count,
        count(*) filter (where order_count > 0) as buying_count,
        cast(sum(cast(net_revenue as decimal(28, 12))) as double) as net_revenue,
        cast(sum(cast(mrr_end as decimal(28, 12))) as double) as mrr_end,
        bool_or(is_partial_month) as is_partial_month

    from months

    group by 1, 2, 3

)

select
    cast(cohort_month as string) || '|' || churn_rule || '|' || cast(tenure_months as string)
        as retention_cohort_id,
    churn_rule,
    tenure_months,
    cohort_size,
    active_count,
    buying_count,
    active_count / nullif(cast(cohort_size as double), 0) as retention_rate,
    net_revenue,
    mrr_end,
    sum(net_revenue) over (
        partition by cohort_month, churn_rule order by tenure_months
        rows between unbounded preceding and current row
    ) as cumulative_net_revenue,
    -- not all of the cohort has been here for so long while the month lasts
    not is_partial_month as is_mature,
    cohort_month

from summed
