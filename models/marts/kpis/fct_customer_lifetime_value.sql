-- one row per payer at as_of: what it brought so far, and what it is expected to bring (KPI-17, KPI-18)
with

chosen as (

    select
        payers.*,
        expected.churn_rule,
        expected.observed_month_count,
        expected.retention_segment,
        expected.retention_rate,
        expected.retention_n,
        expected.monthly_discount,
        expected.horizon_months,
        expected.retention_rate / (1 + expected.monthly_discount) as kept_monthly,
        expected.is_active,
        predictions.p_alive,
        predictions.expected_purchases,
        predictions.expected_spend,
        predictions.discounted_purchases,
        predictions.model_version,
        case
            when expected.payer_id is null then 'no_history'
            -- the model weighs by itself whether a customer without a contract has left
            when predictions.method is not null then predictions.method
            when not expected.is_active then 'churned'
            when expected.retention_rate is null
                or (expected.is_new and expected.segment_monthly_revenue is null) then 'too_few_customers'
            when expected.is_new then 'segment_prior'
            when expected.mean_monthly_revenue is null then 'no_exchange_rate'
            when expected.churn_rule = 'contractual' then 'contractual_formula'
            else 'inactivity_formula'
        end as method,
        -- a customer who cost more than it paid is not expected to go on so; what is not known is not zero
        case
            when expected.is_new and expected.segment_monthly_revenue is not null
                then greatest(expected.segment_monthly_revenue, 0)
            when not expected.is_new and expected.mean_monthly_revenue is not null
                then greatest(expected.mean_monthly_revenue, 0)
        end as mean_monthly_revenue,
        cast({{ var('gross_margin_rate') or 'null' }} as double) as margin_rate,
        case
            when not payers.has_revenue_rows then 'prospect'
            when payers.acquired_on is null then 'no_counted_revenue'
        end as exclusion_reason

    from {{ ref('int_payer_history') }} as payers

    left join {{ ref('int_payer_expectations') }} as expected
        on payers.payer_id = expected.payer_id

    left join {{ ref('int_purchase_predictions') }} as predictions
        on payers.payer_id = predictions.payer_id
        and predictions.sample = 'as_of'

),

-- m q (1 - q^H) / (1 - q): the closed form divides by zero where all stay and nothing is discounted
predicted as (

    select
        *,
        case
            when method = 'churned' then 0
            when method like 'bg_nbd%' then discounted_purchases * expected_spend
            when method not in ('contractual_formula', 'inactivity_formula', 'segment_prior') then null
            when abs(1 - kept_monthly) < 1e-12 then mean_monthly_revenue * horizon_months
            when horizon_months is null then mean_monthly_revenue * kept_monthly / (1 - kept_monthly)
            else mean_monthly_revenue * kept_monthly
                * (1 - power(kept_monthly, horizon_months)) / (1 - kept_monthly)
        end as predicted_revenue

    from chosen

)

select
    -- ids
    payer_id || '|' || cast(cast({{ as_of() }} as date) as string) as customer_lifetime_value_id,
    payer_id,
    source_system,
    -- text
    segment,
    churn_rule,
    method,
    retention_segment,
    model_version,
    exclusion_reason,
    -- numbers
    purchase_count,
    observed_month_count,
    net_revenue as clv_historic_revenue,
    net_revenue * margin_rate as clv_historic_margin,
    first_year_revenue as clv_first_year_revenue,
    mean_monthly_revenue,
    retention_rate,
    retention_n,
    monthly_discount,
    horizon_months,
    p_alive,
    expected_purchases,
    expected_spend,
    cast(predicted_revenue as double) as clv_predicted_revenue,
    cast(predicted_revenue * margin_rate as double) as clv_predicted_margin,
    cast(net_revenue + predicted_revenue as double) as clv_total_revenue,
    cast((net_revenue + predicted_revenue) * margin_rate as double) as clv_total_margin,
    margin_rate,
    -- booleans
    coalesce(is_active, false) as is_active,
    exclusion_reason is null as is_included,
    -- dates
    acquired_on,
    last_revenue_on,
    cast({{ as_of() }} as date) as as_of_date

from predicted
