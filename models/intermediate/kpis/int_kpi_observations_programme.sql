-- one row per active customer (payer), kind of period and, for the assigned share, scheme
{{ config(materialized = 'view') }}

with

counted_months as (

    select distinct month_start from {{ ref('int_segment_customers') }}

),

last_months as (

    select
        month_start,
        max(month_start) over (partition by date_trunc('quarter', month_start)) as quarter_month,
        max(month_start) over (partition by date_trunc('year', month_start)) as year_month,
        max(month_start) over () as last_month

    from counted_months

),

customers as (

    select
        customers.*,
        last_months.{{ all_but('month_start') }}

    from {{ ref('int_segment_customers') }} as customers

    inner join last_months
        on customers.month_start = last_months.month_start

),

-- a number of customers is that of the last month of a quarter or year, never the sum of its months
periods as (

    select customers.*, grains.period_grain from customers
    cross join (values ('month'), ('quarter'), ('year'), ('all')) as grains (period_grain)
    where grains.period_grain = 'month'
        or (grains.period_grain = 'quarter' and customers.month_start = customers.quarter_month)
        or (grains.period_grain = 'year' and customers.month_start = customers.year_month)
        or (grains.period_grain = 'all' and customers.month_start = customers.last_month)

),

-- how many there are is counted once, by size and by value
sizes as (

    select
        periods.*,
        case when other.segment_code is not null then 'value_segment' end as topic_type,
        other.segment_code as topic

    from periods

    left join {{ ref('int_segment_customers') }} as other
        on periods.customer_month_id = other.customer_month_id
        and other.scheme_code = 'value'

    where periods.scheme_code = 'size'

),

observed as (

    select
        'segment_size' as kpi_code, customer_month_id as observation_key, last_day as observed_on,
        segment_code as segment, source_system, topic_type, topic,
        cast(1 as double) as observed_value, is_partial_month as is_pending, period_grain
    from sizes
    union all
    select
        'assigned_share' as kpi_code, segment_customer_id as observation_key, last_day as observed_on,
        'none' as segment, source_system, 'scheme' as topic_type, scheme_code as topic,
        case when segment_code = 'unassigned' then 0.0 else 1.0 end as observed_value,
        is_partial_month as is_pending, period_grain
    from periods

)

select
    kpi_code || '|' || observation_key || '|' || period_grain as observation_id,
    kpi_code,
    observation_key,
    observed_on,
    'none' as channel,
    segment,
    source_system,
    'none' as agent_group,
    topic_type,
    topic,
    observed_value,
    cast(1 as double) as observed_weight,
    is_pending,
    period_grain

from observed
