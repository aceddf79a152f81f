-- one row per raw row of the tables that only describe tickets and engagements (associations, stages, kinds)
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

ticket_contacts as (

    select
        'ticket_contact' as source_table,
        source_association_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__ticket_contacts') }}

),

ticket_companies as (

    select
        'ticket_company' as source_table,
        source_association_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__ticket_companies') }}

),

ticket_pipeline_stages as (

    select
        'ticket_pipeline_stage' as source_table,
        source_stage_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__ticket_pipeline_stages') }}

),

engagements as (

    select
        'engagement' as source_table,
        source_engagement_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__engagements') }}

),

engagement_contacts as (

    select
        'engagement_contact' as source_table,
        source_association_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__engagement_contacts') }}

),

unioned as (

    select * from ticket_contacts
    union all
    select * from ticket_companies
    union all
    select * from ticket_pipeline_stages
    union all
    select * from engagements
    union all
    select * from engagement_contacts

)

select * from unioned
