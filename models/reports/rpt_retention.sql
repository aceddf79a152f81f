-- one row per month and segment (or all): customers and monthly recurring revenue from its start to its end (KPI-19 to KPI-21)
with

months as (

    select * from {{ ref('fct_customer_months') }}

),

cuts as (

    select *, segment as cut_segment from months
    union all
    select *, 'all' as cut_segment from months

),

-- decimals, because a sum of doubles depends on the order of the rows
summed as (

    select
        month_start,
        cut_segment as segment,
        count(*) filter (where is_active_start) as customers_start,
        count(*) filter (where is_new) as customers_new,
        count(*) filter (where is_reactivated) as customers_reactivated,
        count(*) filter (where is_churned) as customers_churned,
        count(*) filter (where is_active_end) as customers_end,
        -- their money is known in part only, and makes no rate
        count(*) filter (where not is_included) as unconverted_customer_count,
        cast(sum(cast(mrr_start as decimal(28, 12))) as double) as mrr_start,
        cast(sum(cast(mrr_new as decimal(28, 12))) as double) as mrr_new,
        cast(sum(cast(mrr_reactivated as decimal(28, 12))) as double) as mrr_reactivated,
        cast(sum(cast(mrr_expansion as decimal(28, 12))) as double) as mrr_expansion,
        cast(sum(cast(mrr_contraction as decimal(28, 12))) as double) as mrr_contraction,
        cast(sum(cast(mrr_churned as decimal(28, 12))) as double) as mrr_churned,
        cast(sum(cast(mrr_end as decimal(28, 12))) as double) as mrr_end,
        cast(sum(cast(net_revenue as decimal(28, 12))) as double) as net_revenue,
        cast(
            sum(cast(mrr_start as decimal(28, 12))) filter (where is_included and mrr_start > 0) as double
        ) as opening_mrr,
        cast(
            sum(cast(least(mrr_start, mrr_end) as decimal(28, 12))) filter (where is_included and mrr_start > 0) as double
        ) as kept_mrr,
        cast(
            sum(cast(mrr_end as decimal(28, 12))) filter (where is_included and mrr_start > 0) as double
        ) as later_mrr,
        bool_or(is_partial_month) as is_partial_month

    from cuts

    group by 1, 2

),

divided as (

    select
        *,
        customers_churned / nullif(cast(customers_start as double), 0) as logo_churn,
        kept_mrr / nullif(opening_mrr, 0) as grr,
        later_mrr / nullif(opening_mrr, 0) as nrr

    from summed

)

select
    cast(month_start as string) || '|' || segment as retention_id,
    segment,
    customers_start,
    customers_new,
    customers_reactivated,
    customers_churned,
    customers_end,
    unconverted_customer_count,
    mrr_start,
    mrr_new,
    mrr_reactivated,
    mrr_expansion,
    mrr_contraction,
    mrr_churned,
    mrr_end,
    net_revenue,
    logo_churn,
    1 - logo_churn as logo_retention,
    -- twelve such months: those who stay are multiplied, not those who leave
    1 - power(1 - logo_churn, 12) as annualised_churn,
    power(1 - logo_churn, 12) as annualised_retention,
    1 - grr as gross_revenue_churn,
    1 - nrr as net_revenue_churn,
    grr,
    nrr,
    is_partial_month,
    month_start

from divided
