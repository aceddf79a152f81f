-- one row per counted unit of a KPI: one answer, ticket, issue or record, with the value that it adds
with

unioned as (

    select * from {{ ref('int_kpi_observations_survey') }}
    union all
    select * from {{ ref('int_kpi_observations_feedback') }}
    union all
    select * from {{ ref('int_kpi_observations_service') }}
    union all
    select * from {{ ref('int_kpi_observations_queue') }}
    union all
    select * from {{ ref('int_kpi_observations_people') }}
    union all
    select * from {{ ref('int_kpi_observations_profile') }}

)

select * from unioned
