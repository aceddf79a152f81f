-- one row per counted answer of an employee, or day or month of work, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

select * from {{ ref('int_kpi_observations_profile') }} where false
