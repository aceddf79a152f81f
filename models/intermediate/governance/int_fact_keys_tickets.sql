-- one row per fact about tickets: the keys with which it points to its dimensions
{{ config(materialized = 'view') }}

select
    'fct_first_response_time|' || ticket_id as fact_key_id,
    'fct_first_response_time' as fact_table,
    ticket_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_first_response_time') }}

union all

select
    'fct_response_time|' || ticket_response_id as fact_key_id,
    'fct_response_time' as fact_table,
    ticket_response_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_response_time') }}

union all

select
    'fct_resolution_time|' || ticket_id as fact_key_id,
    'fct_resolution_time' as fact_table,
    ticket_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_resolution_time') }}

union all

select
    'fct_first_contact_resolution|' || issue_id as fact_key_id,
    'fct_first_contact_resolution' as fact_table,
    issue_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_first_contact_resolution') }}

union all

select
    'fct_sla_targets|' || sla_target_id as fact_key_id,
    'fct_sla_targets' as fact_table,
    sla_target_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_sla_targets') }}

union all

select
    'fct_feedback_coverage|' || ticket_id as fact_key_id,
    'fct_feedback_coverage' as fact_table,
    ticket_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_feedback_coverage') }}
