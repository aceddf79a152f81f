-- one row per fact of a KPI: the keys with which it points to its dimensions
with

unioned as (

    select
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
        'fct_first_contact_resolution' as fact_table,
        issue_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment
    from {{ ref('fct_first_contact_resolution') }}

)

select
    *,
    fact_table || '|' || fact_id as fact_key_id

from unioned
