-- one row per raw row of the tables that only describe others and only the CRM needs (currencies)
{{ config(enabled = 'dynamics' in var('crm_vendors')) }}

with

shaped as (

    select
        'transactioncurrency' as source_table,
        source_currency_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__currencies') }}

)

select * from shaped
