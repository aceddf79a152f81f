-- one row per raw row of the ServiceNow tables of definitions (surveys, service levels)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

unioned as (

    select
        'asmt_metric_type' as source_table, source_survey_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__metric_types') }}

    union all

    select
        'contract_sla' as source_table, source_sla_definition_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_servicenow__sla_definitions') }}

)

select * from unioned
