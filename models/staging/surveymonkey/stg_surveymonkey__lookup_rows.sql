-- one row per raw row of the SurveyMonkey tables that only describe others (surveys, pages, collectors)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

surveys as (

    select
        'surveys' as source_table,
        source_survey_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_surveymonkey__surveys') }}

),

pages as (

    select
        'survey_pages' as source_table,
        source_page_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_surveymonkey__survey_pages') }}

),

collectors as (

    select
        'collectors' as source_table,
        source_collector_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_surveymonkey__collectors') }}

),

unioned as (

    select * from surveys
    union all
    select * from pages
    union all
    select * from collectors

),

shaped as (

    select
        'surveymonkey' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
