-- one row per counted unit of a KPI: one answer, ticket, issue or record, with the value that it adds
with

unioned as (

    select * from {{ ref('int_kpi_observations_voice') }}
    union all
    select * from {{ ref('int_kpi_observations_service') }}
    union all
    select * from {{ ref('int_kpi_observations_profile') }}

)

select * from unioned
