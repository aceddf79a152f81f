-- one row per fact about what customers say: the keys with which it points to its dimensions
{{ config(materialized = 'view') }}

select
    'fct_feedback_items|' || feedback_item_id as fact_key_id,
    'fct_feedback_items' as fact_table,
    feedback_item_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_feedback_items') }}

union all

select
    'fct_feedback_themes|' || feedback_theme_id as fact_key_id,
    'fct_feedback_themes' as fact_table,
    feedback_theme_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_feedback_themes') }}

union all

select
    'fct_detractor_follow_ups|' || survey_answer_id as fact_key_id,
    'fct_detractor_follow_ups' as fact_table,
    survey_answer_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_detractor_follow_ups') }}
