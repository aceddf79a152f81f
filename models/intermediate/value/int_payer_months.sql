-- one row per payer and month since its first revenue: what it paid, and what it was worth when the month ended
with

revenue as (

    select * from {{ ref('int_revenue_covers') }}

),

payers as (

    select
        payer_id,
        churn_rule,
        cohort_month,
        min(segment) as segment,
        case when min(source_system) = max(source_system) then min(source_system) else 'several' end
            as source_system

    from revenue

    group by 1, 2, 3

),

months as (

    select
        date_day as month_start,
        date_day + interval 1 month > {{ as_of() }} as is_partial_month,
        cast(least(date_day + interval 1 month, {{ as_of() }}) - interval 1 second as date) as last_day

    from {{ ref('int_dates') }}

    where extract(day from date_day) = 1
        and date_day < {{ as_of() }}

),

-- decimals, because a sum of doubles depends on the order of the rows
paid as (

    select
        payer_id,
        cast(date_trunc('month', revenue_date) as date) as month_start,
        cast(sum(cast(net_revenue as decimal(28, 12))) filter (where is_included) as double)
            as net_revenue,
        count(*) filter (where is_included) as revenue_event_count,
        count(*) filter (where is_included and revenue_type = 'order') as order_count

    from revenue

    group by 1, 2

),

worth as (

    select
        revenue.payer_id,
        months.month_start,
        bool_or(revenue.is_base) as is_active,
        cast(sum(cast(revenue.monthly_worth as decimal(28, 12))) filter (where revenue.is_included) as double)
            as monthly_revenue,
        not bool_and(revenue.is_included) as is_unconverted

    from revenue

    inner join months
        on months.last_day between revenue.covers_from and revenue.covers_until

    group by 1, 2

),

losses as (

    select
        payer_id,
        cast(date_trunc('month', lost_on) as date) as month_start,
        count(*) as loss_count

    from revenue

    where cast(lost_on as {{ dbt.type_timestamp() }}) < {{ as_of() }}
    group by 1, 2

)

select
    payers.payer_id || '|' || cast(months.month_start as string) as customer_month_id,
    payers.payer_id,
    payers.source_system,
    payers.segment,
    payers.churn_rule,
    coalesce(paid.net_revenue, 0) as net_revenue,
    coalesce(paid.revenue_event_count, 0) as revenue_event_count,
    coalesce(paid.order_count, 0) as order_count,
    coalesce(losses.loss_count, 0) as loss_count,
    case when worth.is_active then greatest(coalesce(worth.monthly_revenue, 0), 0) else 0 end as mrr,
    coalesce(worth.is_active, false) as is_active_end,
    coalesce(worth.is_active and worth.is_unconverted, false) as is_unconverted,
    months.is_partial_month,
    payers.cohort_month,
    months.month_start,
    months.last_day

from payers

inner join months
    on payers.cohort_month <= months.month_start

left join paid
    on payers.payer_id = paid.payer_id and months.month_start = paid.month_start

left join worth
    on payers.payer_id = worth.payer_id and months.month_start = worth.month_start

left join losses
    on payers.payer_id = losses.payer_id and months.month_start = losses.month_start
