-- one row per counted customer, month, journey or contact, with the value that it adds to a KPI of value and journeys
{{ config(materialized = 'view') }}

select * from {{ ref('int_kpi_observations_value') }}
union all
select * from {{ ref('int_kpi_observations_lifetime') }}
union all
select * from {{ ref('int_kpi_observations_health') }}
union all
select * from {{ ref('int_kpi_observations_digital') }}
union all
select * from {{ ref('int_kpi_observations_journey') }}
union all
select * from {{ ref('int_kpi_observations_programme') }}
