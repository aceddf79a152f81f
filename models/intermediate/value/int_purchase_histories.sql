-- one row per payer without a contract and sample: its purchases until today, and until the hold-out begins
with

payers as (

    select
        payer_id,
        {{ value_at_most("churn_rule", "month_start") }} as churn_rule

    from {{ ref('fct_customer_months') }}

    group by 1

),

-- two orders on one day are one purchase
days as (

    select
        revenue.payer_id,
        revenue.revenue_date,
        sum(cast(greatest(revenue.net_revenue, 0) as decimal(28, 6))) as purchased,
        sum(cast(least(revenue.net_revenue, 0) as decimal(28, 6))) as refunded

    from {{ ref('fct_revenue') }} as revenue

    inner join payers
        on revenue.payer_id = payers.payer_id

    where payers.churn_rule = 'non_contractual'
        and revenue.is_included

    group by 1, 2

),

samples as (

    select
        'as_of' as sample,
        cast({{ as_of() }} as date) as observed_until

    union all

    select
        'backtest' as sample,
        cast({{ as_of() }} - interval {{ var('clv_holdout_months') }} month as date)
            as observed_until

),

observed as (

    select
        samples.sample,
        samples.observed_until,
        days.*,
        min(days.revenue_date) filter (where days.purchased > 0)
            over (partition by days.payer_id, samples.sample) as first_date,
        days.revenue_date < samples.observed_until as is_observed

    from days

    cross join samples

),

counted as (

    select
        sample,
        observed_until,
        payer_id,
        first_date,
        max(revenue_date) filter (where is_observed and purchased > 0) as last_date,
        count(*) filter (where is_observed and purchased > 0) - 1 as repeat_purchase_count,
        -- without a repeat purchase the first one is all that is known
        coalesce(
            cast(sum(purchased) filter (
                where is_observed and purchased > 0 and revenue_date > first_date
            ) as double)
            / nullif(count(*) filter (
                where is_observed and purchased > 0 and revenue_date > first_date
            ), 0),
            max(cast(purchased as double)) filter (where revenue_date = first_date)
        ) as mean_spend,
        sum(purchased) filter (where is_observed) as purchased_revenue,
        sum(refunded) filter (where is_observed) as refunded_revenue,
        count(*) filter (where not is_observed and purchased > 0) as held_out_purchase_count,
        coalesce(sum(purchased + refunded) filter (where not is_observed), 0) as held_out_revenue

    from observed

    where first_date < observed_until

    group by 1, 2, 3, 4

)

select
    -- ids
    payer_id || '|' || sample as purchase_history_id,
    payer_id,
    -- text
    sample,
    -- numbers; time is in weeks
    repeat_purchase_count,
    {{ dbt.datediff('first_date', 'last_date', 'day') }} / 7e0 as recency_weeks,
    {{ dbt.datediff('first_date', 'observed_until', 'day') }} / 7e0 as age_weeks,
    mean_spend,
    cast(purchased_revenue as double) as purchased_revenue,
    cast(refunded_revenue as double) as refunded_revenue,
    case when sample = 'backtest' then held_out_purchase_count end as held_out_purchase_count,
    case when sample = 'backtest' then cast(held_out_revenue as double) end as held_out_revenue,
    case
        when sample = 'backtest'
            then {{ dbt.datediff('observed_until', as_of(), 'day') }} / 7e0
    end as held_out_weeks

from counted
