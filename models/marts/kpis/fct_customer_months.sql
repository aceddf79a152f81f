-- one row per payer and month since its first revenue: what it was worth at the start and at the end, and why that changed (KPI-19 to KPI-22)
with

months as (

    select
        *,
        coalesce(lag(is_active_end) over payer, false) as is_active_start,
        coalesce(lag(is_unconverted) over payer, false) as was_unconverted,
        coalesce(lag(mrr) over payer, 0) as mrr_start,
        coalesce(lag(mrr, 12) over payer, 0) as mrr_12_months_before,
        coalesce(lag(is_unconverted, 12) over payer, false) as is_unconverted_12_months_before,
        coalesce(
            bool_or(is_active_end) over (partition by payer_id order by month_start rows between unbounded preceding and 1 preceding), false
        ) as was_ever_active

    from {{ ref('int_payer_months') }}

    window payer as (partition by payer_id order by month_start)

),

-- why contracts were not renewed
losses as (

    select * from {{ ref('int_revenue_scope') }}
    where revenue_event_type = 'opportunity_lost'
        and contract_role in ('renewal', 'unknown')
        and exclusion_reason is null

),

-- the last one before the payer was gone
reasons as (

    select
        months.customer_month_id,
        losses.churn_reason,
        losses.churn_type,
        row_number() over (
            partition by months.customer_month_id
            order by losses.occurred_at desc, losses.revenue_event_id desc
        ) as recency

    from months

    inner join losses
        on months.payer_id = losses.payer_id
        and cast(losses.occurred_at as date) <= months.last_day
        and cast(losses.occurred_at as date) > months.last_day - interval {{ var('churn_reason_days') }} day

    where months.is_active_start
        and not months.is_active_end

),

moved as (

    select
        months.*,
        months.is_active_start and not months.is_active_end as is_churned,
        months.is_active_end and not months.is_active_start and not months.was_ever_active
            as is_new,
        months.is_active_end and not months.is_active_start and months.was_ever_active
            as is_reactivated,
        months.is_active_end and months.is_active_start as is_kept,
        reasons.churn_reason,
        reasons.churn_type

    from months

    left join reasons
        on months.customer_month_id = reasons.customer_month_id
        and reasons.recency = 1

)

select
    -- ids
    customer_month_id,
    payer_id,
    source_system,
    -- text
    segment,
    churn_rule,
    case
        when is_churned and churn_reason is not null then churn_reason
        when is_churned and churn_rule = 'non_contractual' then 'inactivity'
        when is_churned then 'unknown'
    end as churn_reason,
    case when is_churned then coalesce(churn_type, 'unknown') end as churn_type,
    case when was_unconverted or is_unconverted then 'no_exchange_rate' end as exclusion_reason,
    -- numbers
    mrr_start,
    case when is_new then mrr else 0 end as mrr_new,
    case when is_reactivated then mrr else 0 end as mrr_reactivated,
    case when is_kept then greatest(mrr - mrr_start, 0) else 0 end as mrr_expansion,
    case when is_kept then greatest(mrr_start - mrr, 0) else 0 end as mrr_contraction,
    case when is_churned then mrr_start else 0 end as mrr_churned,
    mrr as mrr_end,
    mrr_12_months_before,
    net_revenue,
    revenue_event_count,
    order_count,
    loss_count,
    cast({{ dbt.datediff('cohort_month', 'month_start', 'month') }} as integer) as tenure_months,
    -- booleans
    is_active_start,
    is_active_end,
    is_new,
    is_reactivated,
    is_churned,
    is_partial_month,
    is_unconverted_12_months_before,
    not was_unconverted and not is_unconverted as is_included,
    -- dates and timestamps
    cohort_month,
    month_start

from moved
