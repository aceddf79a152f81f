-- one row per raw row of typeform.forms, which only describes the answers
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

forms as (

    select
        'forms' as source_table,
        source_survey_id as source_record_id,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_typeform__forms') }}

),

shaped as (

    select
        'typeform' as source_system,
        forms.*,
        cast(null as string) as rejection_reason

    from forms

)

select * from shaped
