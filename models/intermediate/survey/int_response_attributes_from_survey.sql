-- one row per field that travelled with a response, as the vendors hand it over
{{ config(materialized = 'view') }}

with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
received as (

    select
        cast(null as string) as source_system,
        cast(null as string) as raw_row_id,
        cast(null as string) as source_response_id,
        cast(null as string) as field_name,
        cast(null as string) as field_value
    where false

    {% for vendor in vendors('response_attributes') %}
    union all
    select
        source_system, raw_row_id, source_response_id, field_name, field_value
    from {{ ref('stg_' ~ vendor ~ '__response_attributes') }}
    {% endfor %}

)

select * from received
