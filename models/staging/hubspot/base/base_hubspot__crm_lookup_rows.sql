-- one row per raw row of the tables that only describe deals (associations, merges, stages)
{{ config(enabled = 'hubspot' in var('crm_vendors')) }}

with

deal_companies as (

    select
        'deal_company' as source_table,
        source_association_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__deal_companies') }}

),

deal_contacts as (

    select
        'deal_contact' as source_table,
        source_association_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__deal_contacts') }}

),

merged_deals as (

    select
        'merged_deal' as source_table,
        source_merge_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__merged_deals') }}

),

deal_pipeline_stages as (

    select
        'deal_pipeline_stage' as source_table,
        source_stage_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__deal_pipeline_stages') }}

),

unioned as (

    select * from deal_companies
    union all
    select * from deal_contacts
    union all
    select * from merged_deals
    union all
    select * from deal_pipeline_stages

)

select * from unioned
