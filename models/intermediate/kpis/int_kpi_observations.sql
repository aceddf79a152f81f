-- one row per counted unit of a KPI: one answer, ticket, issue or record, with the value that it adds
{{ config(materialized = 'view') }}

with

-- an answer or a ticket counts in every period of its date; what belongs to a customer in a period
-- (churn, revenue per customer) comes once for each kind of period, and says for which
unioned as (

    select *, cast(null as string) as period_grain from {{ ref('int_kpi_observations_survey') }}
    union all
    select *, cast(null as string) as period_grain from {{ ref('int_kpi_observations_feedback') }}
    union all
    select *, cast(null as string) as period_grain from {{ ref('int_kpi_observations_help_desk') }}
    union all
    select *, cast(null as string) as period_grain from {{ ref('int_kpi_observations_people') }}
    union all
    select *, cast(null as string) as period_grain from {{ ref('int_kpi_observations_profile') }}
    union all
    select * from {{ ref('int_kpi_observations_customer') }}

)

select * from unioned
