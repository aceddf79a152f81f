-- one row per payer and month, quarter, year or the last twelve months: what it was at the start and at the end (KPI-19 to KPI-22)
with

months as (

    select
        months.*,
        latest.latest_month

    from {{ ref('fct_customer_months') }} as months

    cross join (select max(month_start) as latest_month from {{ ref('fct_customer_months') }}) as latest

),

-- from the start of the first month to the end of the last; a period that is not over ends now
spans as (

    select
        *,
        'month' as period_grain,
        month_start as first_month,
        month_start as last_month
    from months

    union all

    select
        *,
        'quarter' as period_grain,
        cast(date_trunc('quarter', month_start) as date) as first_month,
        least(cast(date_trunc('quarter', month_start) + interval 2 month as date), latest_month) as last_month
    from months

    union all

    select
        *,
        'year' as period_grain,
        cast(date_trunc('year', month_start) as date) as first_month,
        least(cast(date_trunc('year', month_start) + interval 11 month as date), latest_month) as last_month
    from months

    union all

    -- money counts from the beginning, customers from a year ago
    select
        *,
        'all' as period_grain,
        cast(latest_month - interval 11 month as date) as first_month,
        latest_month as last_month
    from months

),

summed as (

    select
        payer_id,
        period_grain,
        last_month,
        min(source_system) as source_system,
        min(segment) as segment,
        bool_or(is_active_start and month_start = first_month) as is_active_start,
        bool_or(is_active_end and month_start = last_month) as is_active_end,
        bool_or(is_active_start or is_active_end) as is_active_at_all,
        bool_and(is_included) filter (where month_start >= first_month) as is_included,
        -- the last loss tells why the customer is gone
        {{ value_at_most("churn_type", "month_start") }} filter (where is_churned) as churn_type,
        coalesce(max(mrr_start) filter (where month_start = first_month), 0) as mrr_start,
        coalesce(max(mrr_end) filter (where month_start = last_month), 0) as mrr_end,
        coalesce(max(mrr_12_months_before) filter (where month_start = last_month), 0)
            as mrr_12_months_before,
        bool_or(is_unconverted_12_months_before and month_start = last_month) as is_unconverted_12_months_before,
        sum(loss_count) filter (where month_start >= first_month) as loss_count,
        sum(revenue_event_count) as revenue_event_count,
        cast(sum(cast(net_revenue as decimal(28, 12))) as double) as net_revenue

    from spans

    group by 1, 2, 3

)

select
    payer_id || '|' || period_grain || '|' || cast(last_month as string) as customer_period_id,
    payer_id,
    source_system,
    segment,
    period_grain,
    case when is_active_start and not is_active_end then churn_type end as churn_type,
    mrr_start,
    mrr_end,
    mrr_12_months_before,
    cast(coalesce(loss_count, 0) as bigint) as loss_count,
    cast(revenue_event_count as bigint) as revenue_event_count,
    net_revenue,
    is_active_start,
    is_active_end,
    is_active_at_all,
    is_unconverted_12_months_before,
    is_included,
    last_month

from summed
