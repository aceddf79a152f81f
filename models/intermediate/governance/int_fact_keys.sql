-- one row per fact of a KPI: the keys with which it points to its dimensions
with

nps as (

    select
        'fct_nps' as fact_table,
        survey_answer_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment,
        survey_id

    from {{ ref('fct_nps') }}

),

csat as (

    select
        'fct_csat' as fact_table,
        survey_answer_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment,
        survey_id

    from {{ ref('fct_csat') }}

),

ces as (

    select
        'fct_ces' as fact_table,
        survey_answer_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment,
        survey_id

    from {{ ref('fct_ces') }}

),

first_response_time as (

    select
        'fct_first_response_time' as fact_table,
        ticket_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment,
        cast(null as string) as survey_id

    from {{ ref('fct_first_response_time') }}

),

resolution_time as (

    select
        'fct_resolution_time' as fact_table,
        ticket_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment,
        cast(null as string) as survey_id

    from {{ ref('fct_resolution_time') }}

),

first_contact_resolution as (

    select
        'fct_first_contact_resolution' as fact_table,
        issue_id as fact_id,
        customer_id,
        account_id,
        agent_id,
        channel,
        segment,
        cast(null as string) as survey_id

    from {{ ref('fct_first_contact_resolution') }}

),

unioned as (

    select * from nps
    union all
    select * from csat
    union all
    select * from ces
    union all
    select * from first_response_time
    union all
    select * from resolution_time
    union all
    select * from first_contact_resolution

),

keyed as (

    select
        *,
        fact_table || '|' || fact_id as fact_key_id

    from unioned

)

select * from keyed
