-- one row per observation of a fact and the customer or payer behind it: what an initiative can be measured by
{{ config(materialized = 'view') }}

with

-- the keys are those of the observations, which are not always those of the fact
keyed as (

    select
        fact_table as model_name, fact_id as observation_key,
        'customer' as unit_type, customer_id as unit_id
    from {{ ref('int_fact_keys') }}
    where fact_table <> 'fct_feedback_themes'
    union all
    -- a text is asked about every theme
    select
        'fct_feedback_themes' as model_name, feedback_item_id as observation_key,
        'customer' as unit_type, customer_id as unit_id
    from {{ ref('fct_feedback_items') }}
    union all
    select
        'fct_page_loads' as model_name, page_load_id as observation_key,
        'customer' as unit_type, customer_id as unit_id
    from {{ ref('fct_page_loads') }}
    union all
    -- months only: no other kind of period is compared
    select
        kpis.model_name, periods.customer_period_id as observation_key,
        'payer' as unit_type, periods.payer_id as unit_id
    from {{ ref('int_customer_periods') }} as periods
    cross join (values ('fct_customer_months'), ('fct_referrals')) as kpis (model_name)
    where periods.period_grain = 'month'
    union all
    select
        'fct_customer_health' as model_name, customer_health_id as observation_key,
        'payer' as unit_type, payer_id as unit_id
    from {{ ref('fct_customer_health') }}

)

select
    model_name || '|' || observation_key as observation_unit_id,
    *
from keyed
where unit_id is not null and unit_id <> 'unknown'
