-- one row per field inside a row of typeform.forms, and per field that only answers have, in the shape of int_surveys_unioned
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

questions as (

    select * from {{ ref('base_typeform__questions') }}

),

forms as (

    select * from {{ ref('base_typeform__forms') }}
    where version_number = 1

),

shaped as (

    select
        'typeform' as source_system,
        questions.source_table,
        questions.raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        questions.source_survey_id,
        questions.source_question_id,
        forms.survey_name,
        forms.raw_status,
        forms.survey_category,
        questions.source_question_id as question_key,
        questions.question_text,
        questions.question_type as raw_question_type,
        case when questions.is_nps then 'nps' end as source_metric_code,
        case when questions.is_nps then 'nps_0_10' end as source_scale_id,
        questions.scale_min,
        questions.scale_max,
        questions.is_deleted,
        forms.created_at,
        forms.updated_at,
        questions.loaded_at,
        questions.raw_record

    from questions

    left join forms
        on questions.source_survey_id = forms.source_survey_id

)

select * from shaped
