-- one row per fact of revenue, of the site or of a contact: the keys with which it points to its dimensions
{{ config(materialized = 'view') }}

select
    'fct_revenue|' || revenue_id as fact_key_id,
    'fct_revenue' as fact_table,
    revenue_id as fact_id,
    customer_id,
    account_id,
    'unassigned' as agent_id,
    'unknown' as channel,
    segment
from {{ ref('fct_revenue') }}

union all

select
    'fct_journeys|' || journey_instance_id as fact_key_id,
    'fct_journeys' as fact_table,
    journey_instance_id as fact_id,
    customer_id,
    account_id,
    'unassigned' as agent_id,
    channel,
    segment
from {{ ref('fct_journeys') }}

union all

select
    'fct_journey_steps|' || journey_step_id as fact_key_id,
    'fct_journey_steps' as fact_table,
    journey_step_id as fact_id,
    customer_id,
    account_id,
    'unassigned' as agent_id,
    channel,
    segment
from {{ ref('fct_journey_steps') }}

union all

select
    'fct_task_attempts|' || task_attempt_id as fact_key_id,
    'fct_task_attempts' as fact_table,
    task_attempt_id as fact_id,
    customer_id,
    account_id,
    'unassigned' as agent_id,
    channel,
    segment
from {{ ref('fct_task_attempts') }}

union all

select
    'fct_visits|' || visit_id as fact_key_id,
    'fct_visits' as fact_table,
    visit_id as fact_id,
    customer_id,
    account_id,
    'unassigned' as agent_id,
    channel,
    segment
from {{ ref('fct_visits') }}

union all

select
    'fct_touchpoints|' || touchpoint_id as fact_key_id,
    'fct_touchpoints' as fact_table,
    touchpoint_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_touchpoints') }}
