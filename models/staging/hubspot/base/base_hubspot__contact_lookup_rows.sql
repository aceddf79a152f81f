-- one row per raw row of the tables that only describe contacts and labels (merges, options of enumerations)
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}

with

contact_merge_audits as (

    select
        'contact_merge_audit' as source_table,
        source_merge_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__contact_merge_audits') }}

),

property_options as (

    select
        'property_option' as source_table,
        source_option_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__property_options') }}

),

unioned as (

    select * from contact_merge_audits
    union all
    select * from property_options

)

select * from unioned
