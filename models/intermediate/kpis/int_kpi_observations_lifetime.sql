-- one row per payer, new customer, or customer and period, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

-- lifetime values are what they are at as_of: no month, quarter or year has one
snapshots as (

    select
        kpis.kpi_code,
        payers.payer_id as observation_key,
        payers.as_of_date as observed_on,
        payers.segment,
        payers.source_system,
        case kpis.kpi_code
            when 'clv_historic' then payers.clv_historic_revenue
            when 'clv_historic_median' then payers.clv_historic_revenue
            when 'clv_historic_margin' then payers.clv_historic_margin
            when 'clv_predicted' then payers.clv_predicted_revenue
            when 'clv_predicted_median' then payers.clv_predicted_revenue
            when 'clv_predicted_margin' then payers.clv_predicted_margin
        end as observed_value,
        'all' as period_grain

    from {{ ref('fct_customer_lifetime_value') }} as payers

    inner join {{ ref('kpi_catalog') }} as kpis
        on kpis.kpi_id in ('KPI-17', 'KPI-18')

    where payers.is_included

),

observed as (

    select * from snapshots
    where observed_value is not null

    union all

    select
        kpi_code, observation_key, observed_on, segment, source_system, observed_value, period_grain
    from {{ ref('int_kpi_observations_referrals') }}

)

select
    kpi_code || '|' || observation_key as observation_id,
    kpi_code,
    observation_key,
    observed_on,
    'none' as channel,
    segment,
    source_system,
    'none' as agent_group,
    cast(null as string) as topic_type,
    cast(null as string) as topic,
    cast(observed_value as double) as observed_value,
    cast(1 as double) as observed_weight,
    false as is_pending,
    period_grain

from observed
