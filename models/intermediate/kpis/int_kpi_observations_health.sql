-- one row per active payer, month end, kind of period and figure of KPI-04, with the value that it adds
{{ config(materialized = 'view') }}

with

scored_months as (

    select distinct month_start from {{ ref('fct_customer_health') }}

),

-- a score is a snapshot: a period has the scores of its last month, each payer once
last_months as (

    select
        month_start,
        max(month_start) over (partition by date_trunc('quarter', month_start)) as last_of_quarter,
        max(month_start) over (partition by date_trunc('year', month_start)) as last_of_year,
        max(month_start) over () as last_month

    from scored_months

),

months as (

    select
        scores.*,
        last_months.{{ all_but('month_start') }}

    from {{ ref('fct_customer_health') }} as scores

    inner join last_months
        on scores.month_start = last_months.month_start

),

snapshots as (

    select *, 'month' as period_grain from months
    union all
    select *, 'quarter' as period_grain from months
    where month_start = last_of_quarter
    union all
    select *, 'year' as period_grain from months
    where month_start = last_of_year
    union all
    select *, 'all' as period_grain from months
    where month_start = last_month

),

observed as (

    select *, 'customer_health' as kpi_code, health_score as observed_value
    from snapshots
    where is_included
    union all
    -- the upper band begins at the target
    select
        *, 'share_healthy' as kpi_code,
        case when health_band = 'green' then 1.0 else 0.0 end as observed_value
    from snapshots
    where is_included
    union all
    -- who has no score is not left out silently
    select
        *, 'health_scored_share' as kpi_code,
        case when is_included then 1.0 else 0.0 end as observed_value
    from snapshots

)

select
    kpi_code || '|' || period_grain || '|' || customer_health_id as observation_id,
    kpi_code,
    customer_health_id as observation_key,
    month_end_date as observed_on,
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
