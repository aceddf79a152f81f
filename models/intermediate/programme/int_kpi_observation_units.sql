-- one row per observation of a fact and the customer or payer behind it: what an initiative can be measured by
{{ config(materialized = 'view') }}

with

keyed as (

    select
        kpis.model_name, scores.survey_answer_id as observation_key,
        'customer' as unit_type, scores.customer_id as unit_id
    from {{ ref('int_survey_scores_deduplicated') }} as scores
    cross join (values ('fct_nps'), ('fct_csat'), ('fct_ces')) as kpis (model_name)
    union all
    select
        kpis.model_name, tickets.ticket_id as observation_key,
        'customer' as unit_type, tickets.customer_id as unit_id
    from {{ ref('int_ticket_scope') }} as tickets
    cross join (values ('fct_first_response_time'), ('fct_resolution_time')) as kpis (model_name)
    union all
    select
        'fct_first_contact_resolution' as model_name, issue_id as observation_key,
        'customer' as unit_type, customer_id as unit_id
    from {{ ref('fct_first_contact_resolution') }}
    union all
    select
        'fct_journeys' as model_name, journey_instance_id as observation_key,
        'customer' as unit_type, customer_id as unit_id
    from {{ ref('fct_journeys') }}
    union all
    select
        'fct_customer_months' as model_name, customer_month_id as observation_key,
        'payer' as unit_type, payer_id as unit_id
    from {{ ref('fct_customer_months') }}

)

select
    model_name || '|' || observation_key as observation_unit_id,
    *
from keyed
where unit_id is not null and unit_id <> 'unknown'
