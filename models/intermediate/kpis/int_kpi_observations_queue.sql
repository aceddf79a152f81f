-- one row per counted call or chat, with the value that it adds to its KPI
{{ config(materialized = 'view') }}

select * from {{ ref('int_kpi_observations_profile') }} where false
