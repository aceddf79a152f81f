-- one row per counted answer, response, invitation or account of surveys, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

select * from {{ ref('int_kpi_observations_answers') }}
union all
select * from {{ ref('int_kpi_observations_sampling') }}
