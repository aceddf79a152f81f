-- one row per customer in a period, with the value that it adds to its KPI; and per revenue event without a customer
{{ config(materialized = 'view') }}

with

customers as (

    select
        *,
        case when is_active_start then is_active_end end as is_kept,
        case when is_active_start then coalesce(churn_type, 'none') end as lost_by,
        -- what has no exchange rate makes no share of money
        case when is_included and mrr_start > 0 then mrr_start end as opening_mrr,
        case
            when is_included and not is_unconverted_12_months_before and mrr_12_months_before > 0
                then mrr_12_months_before
        end as year_ago_mrr

    from {{ ref('int_customer_periods') }}

),

kpis as (

    select kpi_code from {{ ref('kpi_catalog') }}
    where kpi_id in ('KPI-19', 'KPI-20', 'KPI-21', 'KPI-22')

),

measured as (

    select
        customers.*,
        kpis.kpi_code,
        cast(
            case kpis.kpi_code
                when 'logo_churn' then case when not customers.is_kept then 1 when customers.is_kept then 0 end
                when 'retention' then case when customers.is_kept then 1 when not customers.is_kept then 0 end
                when 'voluntary_churn' then case when customers.lost_by = 'voluntary' then 1 when customers.lost_by is not null then 0 end
                when 'involuntary_churn' then case when customers.lost_by = 'involuntary' then 1 when customers.lost_by is not null then 0 end
                when 'uncontrollable_churn' then case when customers.lost_by = 'uncontrollable' then 1 when customers.lost_by is not null then 0 end
                when 'unknown_churn_reason' then case when customers.lost_by = 'unknown' then 1 when not customers.is_kept then 0 end
                when 'event_churn' then case when customers.is_active_start then least(customers.loss_count, 1) end
                when 'revenue_churn' then customers.opening_mrr - least(customers.mrr_end, customers.opening_mrr)
                when 'net_revenue_churn' then customers.opening_mrr - customers.mrr_end
                when 'grr' then least(customers.opening_mrr, customers.mrr_end)
                when 'nrr' then customers.mrr_end
                when 'grr_12m' then least(customers.year_ago_mrr, customers.mrr_end)
                when 'nrr_12m' then customers.mrr_end
                when 'revenue_per_customer' then case when customers.revenue_event_count > 0 then customers.net_revenue end
                when 'arpa' then case when customers.is_active_at_all or customers.revenue_event_count > 0 then customers.net_revenue end
            end as double
        ) as observed_value,
        case
            when kpis.kpi_code in ('revenue_churn', 'net_revenue_churn', 'grr', 'nrr') then customers.opening_mrr
            when kpis.kpi_code in ('grr_12m', 'nrr_12m') then customers.year_ago_mrr
            else 1
        end as observed_weight

    from customers

    cross join kpis

),

-- guests and accounts that nobody knows: shown, so that what is missing above can be seen
revenue as (

    select * from {{ ref('fct_revenue') }}
    where is_included or exclusion_reason = 'unattributed'

),

observed as (

    select
        kpi_code, customer_period_id as observation_key, last_month as observed_on,
        segment, source_system, observed_value, observed_weight, period_grain
    from measured
    where observed_value is not null
        and observed_weight is not null

    union all

    select
        'unattributed_revenue' as kpi_code, revenue_id as observation_key, revenue_date as observed_on,
        segment, source_system, net_revenue as observed_value,
        cast(1 as double) as observed_weight, cast(null as string) as period_grain
    from revenue
    where not is_included
        and net_revenue is not null

    union all

    select
        'unattributed_share' as kpi_code, revenue_id as observation_key, revenue_date as observed_on,
        segment, source_system, case when is_included then 0 else net_revenue end as observed_value,
        net_revenue as observed_weight, cast(null as string) as period_grain
    from revenue
    where net_revenue is not null

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
    observed_value,
    observed_weight,
    false as is_pending,
    period_grain

from observed
