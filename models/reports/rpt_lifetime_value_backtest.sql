-- one row per decile of expected purchases, and one for all: what the model foretold of the hold-out, and what came
with

predictions as (

    select
        *,
        expected_purchases * expected_spend as expected_revenue

    from {{ ref('int_purchase_predictions') }}
    where sample = 'backtest'
        and method is not null

),

ranked as (

    select
        *,
        ntile(10) over (order by expected_purchases, payer_id) as decile

    from predictions

),

grouped as (

    select
        coalesce(cast(decile as string), 'all') as decile,
        max(method) as method,
        max(model_version) as model_version,
        count(*) as customer_count,
        cast(sum(cast(expected_purchases as decimal(28, 12))) as double) as expected_purchases,
        cast(sum(held_out_purchase_count) as bigint) as actual_purchases,
        cast(sum(cast(abs(expected_purchases - held_out_purchase_count) as decimal(28, 12))) as double)
            as absolute_error_purchases,
        cast(sum(cast(expected_revenue as decimal(28, 6))) as double) as expected_revenue,
        cast(sum(cast(held_out_revenue as decimal(28, 6))) as double) as actual_revenue,
        cast(sum(cast(abs(expected_revenue - held_out_revenue) as decimal(28, 6))) as double)
            as absolute_error_revenue

    from ranked

    group by rollup(decile)

    -- nothing to test gives no row at all
    having count(*) > 0

)

select
    -- ids
    decile,
    -- text
    method,
    model_version,
    -- numbers
    customer_count,
    expected_purchases,
    actual_purchases,
    absolute_error_purchases / customer_count as purchases_mae,
    expected_purchases / nullif(actual_purchases, 0) as purchases_calibration,
    expected_revenue,
    actual_revenue,
    absolute_error_revenue / customer_count as revenue_mae,
    expected_revenue / nullif(actual_revenue, 0) as revenue_calibration,
    -- dates
    cast({{ as_of() }} - interval {{ var('clv_holdout_months') }} month as date) as held_out_from,
    cast({{ as_of() }} as date) as held_out_until

from grouped
