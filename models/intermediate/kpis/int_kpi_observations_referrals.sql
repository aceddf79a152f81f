-- one row per new customer, and per customer and period of activity, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

with

referrals as (

    select * from {{ ref('fct_referrals') }}
    where is_included

),

acquired as (

    select
        'referral_rate' as kpi_code,
        payer_id as observation_key, acquired_on as observed_on, segment, source_system,
        case when is_referred then 1.0 else 0.0 end as observed_value,
        cast(null as string) as period_grain
    from referrals

    union all

    select
        'referral_unknown_share' as kpi_code,
        payer_id as observation_key, acquired_on as observed_on, segment, source_system,
        case when is_unknown_source then 1.0 else 0.0 end as observed_value,
        cast(null as string) as period_grain
    from referrals

),

grains as (

    select grains.period_grain from (values ('month'), ('quarter'), ('year'), ('all')) as grains (period_grain)

),

-- a customer counts once in each period in which it was active
active as (

    select
        grains.period_grain,
        months.payer_id,
        case
            when grains.period_grain = 'all' then cast({{ as_of() }} as date)
            else cast(date_trunc(grains.period_grain, months.month_start) as date)
        end as period_start,
        max(months.segment) as segment

    from {{ ref('fct_customer_months') }} as months

    cross join grains

    where months.is_active_start or months.is_active_end

    group by 1, 2, 3

),

referrers as (

    select
        grains.period_grain,
        referrals.referrer_payer_id as payer_id,
        case
            when grains.period_grain = 'all' then cast({{ as_of() }} as date)
            else cast(date_trunc(grains.period_grain, referrals.acquired_on) as date)
        end as period_start

    from referrals

    cross join grains

    where referrals.is_referred

    group by 1, 2, 3

),

observed as (

    select * from acquired

    union all

    select
        'advocacy_rate' as kpi_code,
        active.payer_id || '|' || active.period_grain || '|' || cast(active.period_start as string)
            as observation_key,
        active.period_start as observed_on,
        active.segment,
        'none' as source_system,
        case when referrers.payer_id is not null then 1.0 else 0.0 end as observed_value,
        active.period_grain

    from active

    left join referrers
        on active.payer_id = referrers.payer_id
        and active.period_grain = referrers.period_grain
        and active.period_start = referrers.period_start

)

select
    kpi_code || '|' || observation_key as observation_id,
    kpi_code,
    observation_key,
    observed_on,
    segment,
    source_system,
    cast(observed_value as double) as observed_value,
    period_grain

from observed
