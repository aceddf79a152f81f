-- one row per payer: what it pays a month, and how many of its like stay
with

months as (

    select
        *,
        not is_partial_month
        and month_start >= date_trunc('month', {{ as_of() }}) - interval 12 month as is_recent,
        row_number() over (partition by payer_id order by month_start desc) as months_ago

    from {{ ref('fct_customer_months') }}

),

-- a yearly contract is booked in one month and pays for twelve: with contracts the recurring revenue counts; no rate hides money, not customers
payers as (

    select
        payer_id,
        max(segment) filter (where months_ago = 1) as segment,
        max(churn_rule) filter (where months_ago = 1) as churn_rule,
        bool_or(is_active_end) filter (where months_ago = 1) as is_active,
        count(*) filter (where not is_partial_month) as observed_month_count,
        cast(sum(cast(mrr_end as decimal(28, 12))) filter (where is_recent and is_included) as double)
        / nullif(count(*) filter (where is_recent and is_included), 0) as mean_recurring_revenue,
        cast(sum(cast(net_revenue as decimal(28, 12))) filter (where is_recent and is_included) as double)
        / nullif(count(*) filter (where is_recent and is_included), 0) as mean_net_revenue

    from months

    group by payer_id

),

measured as (

    select
        *,
        case
            when churn_rule = 'contractual' then mean_recurring_revenue else mean_net_revenue
        end as mean_monthly_revenue

    from payers

),

-- each customer month weighs the same; the parent of a segment is everybody under the same churn rule
retention as (

    select
        churn_rule,
        coalesce(segment, 'all') as segment,
        count(distinct payer_id) as n,
        count(*) filter (where is_active_end) / cast(count(*) as double) as retention_rate

    from months

    where is_recent and is_active_start

    group by rollup(churn_rule, segment)
    having churn_rule is not null

),

means as (

    select
        churn_rule,
        coalesce(segment, 'all') as segment,
        count(*) as n,
        cast(sum(cast(mean_monthly_revenue as decimal(28, 12))) as double) / count(*) as mean_monthly_revenue

    from measured

    where is_active
        and mean_monthly_revenue is not null
        and observed_month_count >= {{ var('clv_minimum_months') }}

    group by rollup(churn_rule, segment)
    having churn_rule is not null

)

select
    measured.payer_id,
    measured.segment,
    measured.churn_rule,
    case when retention.n is not null then measured.segment when parent.n is not null then 'all' end as retention_segment,
    measured.observed_month_count,
    measured.mean_monthly_revenue,
    coalesce(means.mean_monthly_revenue, parent_means.mean_monthly_revenue) as segment_monthly_revenue,
    coalesce(retention.retention_rate, parent.retention_rate) as retention_rate,
    coalesce(retention.n, parent.n) as retention_n,
    power(1 + cast({{ var('clv_yearly_discount') }} as double), 1 / 12e0) - 1 as monthly_discount,
    cast({{ var('clv_horizon_months') or 'null' }} as integer) as horizon_months,
    measured.is_active,
    measured.observed_month_count < {{ var('clv_minimum_months') }} as is_new

from measured

left join retention
    on measured.churn_rule = retention.churn_rule
    and measured.segment = retention.segment
    and retention.n >= {{ var('clv_minimum_n') }}

left join retention as parent
    on measured.churn_rule = parent.churn_rule
    and parent.segment = 'all'
    and parent.n >= {{ var('clv_minimum_n') }}

left join means
    on measured.churn_rule = means.churn_rule
    and measured.segment = means.segment
    and means.n >= {{ var('clv_minimum_n') }}

left join means as parent_means
    on measured.churn_rule = parent_means.churn_rule
    and parent_means.segment = 'all'
    and parent_means.n >= {{ var('clv_minimum_n') }}
