-- one row per fact about calls and chats: the keys with which it points to its dimensions
{{ config(materialized = 'view') }}

select
    'fct_queue_contacts|' || call_id as fact_key_id,
    'fct_queue_contacts' as fact_table,
    call_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_queue_contacts') }}

union all

select
    'fct_first_call_resolution|' || call_id as fact_key_id,
    'fct_first_call_resolution' as fact_table,
    call_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_first_call_resolution') }}

union all

select
    'fct_handling_time|' || call_id as fact_key_id,
    'fct_handling_time' as fact_table,
    call_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_handling_time') }}
