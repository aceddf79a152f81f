-- one row per counted ticket, issue or service level target, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

select * from {{ ref('int_kpi_observations_service') }}
union all
select * from {{ ref('int_kpi_observations_response') }}
union all
select * from {{ ref('int_kpi_observations_sla') }}
union all
select * from {{ ref('int_kpi_observations_queue') }}
