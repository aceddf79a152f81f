-- Which lead sources and segments bring the customers who are worth most?
-- How to read it: the source is that of the payer's first sale that names one, else unknown.
-- Compare sources within a segment, or you compare company sizes. Values are skewed: read the
-- median beside the mean, and trust no mean whose interval is wide or empty or whose n is
-- below 30. Older customers had more time to pay: clv_predicted looks ahead only.
with

values_of_payers as (

    select * from {{ ref('fct_customer_lifetime_value') }}
    where is_included

),

sales as (

    select
        payer_id,
        lead_source,
        row_number() over (partition by payer_id order by occurred_at, revenue_id) as sale_number
    from {{ ref('fct_revenue') }}
    where is_included and lead_source is not null

),

counted as (

    select
        values_of_payers.segment,
        sales.lead_source,
        count(*) as n,
        sum(values_of_payers.clv_historic_revenue) as clv_historic,
        stddev_samp(values_of_payers.clv_historic_revenue) as deviation,
        median(values_of_payers.clv_historic_revenue) as median_clv_historic,
        avg(values_of_payers.clv_predicted_revenue) as mean_clv_predicted

    from values_of_payers

    left join sales
        on values_of_payers.payer_id = sales.payer_id
        and sales.sale_number = 1

    group by values_of_payers.segment, sales.lead_source

)

select
    segment,
    coalesce(lead_source, 'unknown') as lead_source,
    n,
    clv_historic / n as mean_clv_historic,
    clv_historic / n - {{ var('confidence_z') }} * deviation / sqrt(n) as ci_lo,
    clv_historic / n + {{ var('confidence_z') }} * deviation / sqrt(n) as ci_hi,
    median_clv_historic,
    mean_clv_predicted

from counted

order by segment, mean_clv_historic desc
