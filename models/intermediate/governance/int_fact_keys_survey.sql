-- one row per fact about surveys: the keys with which it points to its dimensions
{{ config(materialized = 'view') }}

select
    'fct_nps|' || survey_answer_id as fact_key_id,
    'fct_nps' as fact_table,
    survey_answer_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_nps') }}

union all

select
    'fct_csat|' || survey_answer_id as fact_key_id,
    'fct_csat' as fact_table,
    survey_answer_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_csat') }}

union all

select
    'fct_ces|' || survey_answer_id as fact_key_id,
    'fct_ces' as fact_table,
    survey_answer_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_ces') }}

union all

select
    'fct_first_contact_answers|' || survey_answer_id as fact_key_id,
    'fct_first_contact_answers' as fact_table,
    survey_answer_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_first_contact_answers') }}

union all

select
    'fct_survey_responses|' || survey_response_id as fact_key_id,
    'fct_survey_responses' as fact_table,
    survey_response_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_survey_responses') }}

union all

select
    'fct_survey_invitations|' || survey_invitation_id as fact_key_id,
    'fct_survey_invitations' as fact_table,
    survey_invitation_id as fact_id,
    customer_id,
    account_id,
    agent_id,
    channel,
    segment
from {{ ref('fct_survey_invitations') }}
