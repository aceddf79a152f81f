-- one row per fact of a KPI: the keys with which it points to its dimensions
{{ config(materialized = 'view') }}

with

unioned as (

    select * from {{ ref('int_fact_keys_tickets') }}
    union all
    select * from {{ ref('int_fact_keys_survey') }}
    union all
    select * from {{ ref('int_fact_keys_calls') }}
    union all
    select * from {{ ref('int_fact_keys_feedback') }}
    union all
    select * from {{ ref('int_fact_keys_journeys') }}

)

select * from unioned
