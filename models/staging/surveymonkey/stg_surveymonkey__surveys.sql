-- one row per raw row of surveymonkey.survey_questions, in the shape of int_surveys_unioned
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

questions as (

    select * from {{ ref('base_surveymonkey__survey_questions') }}

),

pages as (

    select * from {{ ref('base_surveymonkey__survey_pages') }}
    where version_number = 1

),

surveys as (

    select * from {{ ref('base_surveymonkey__surveys') }}
    where version_number = 1

),

-- the scale of a question is that of its choices
scales as (

    select
        source_survey_question_id,
        bool_or(is_nps) as is_nps,
        min(choice_score) as choice_score_min,
        max(choice_score) as choice_score_max

    from {{ ref('base_surveymonkey__choices') }}

    group by 1

),

placed as (

    select
        questions.*,
        coalesce(questions.source_survey_id, pages.source_survey_id)
            as parent_survey_id

    from questions

    left join pages
        on questions.source_page_id = pages.source_page_id

),

shaped as (

    select
        'surveymonkey' as source_system,
        'survey_questions' as source_table,
        placed.raw_row_id,
        placed.version_number,
        placed.is_exact_duplicate,
        placed.parent_survey_id as source_survey_id,
        placed.source_question_id,
        surveys.survey_name,
        cast(null as string) as raw_status,
        surveys.survey_category,
        cast(null as string) as question_key,
        placed.question_text,
        placed.question_family
        || coalesce(':' || placed.question_subtype, '') as raw_question_type,
        case when scales.is_nps then 'nps' end as source_metric_code,
        case when scales.is_nps then 'nps_0_10' end as source_scale_id,
        coalesce(scales.choice_score_min, placed.answer_min) as scale_min,
        coalesce(scales.choice_score_max, placed.answer_max) as scale_max,
        placed.is_deleted,
        surveys.created_at,
        surveys.updated_at,
        placed.loaded_at,
        placed.raw_record

    from placed

    left join surveys
        on placed.parent_survey_id = surveys.source_survey_id

    left join scales
        on placed.source_survey_question_id = scales.source_survey_question_id

)

select * from shaped
