-- one row per raw row of qualtrics.question, in the shape of int_surveys_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

questions as (

    select * from {{ ref('base_qualtrics__questions') }}

),

surveys as (

    select * from {{ ref('base_qualtrics__surveys') }}
    where version_number = 1

),

shaped as (

    select
        'qualtrics' as source_system,
        'question' as source_table,
        questions.*,
        surveys.survey_name,
        surveys.raw_status,
        surveys.survey_category,
        questions.question_type
        || coalesce(':' || questions.selector, '') as raw_question_type,
        -- only the NPS selector says by itself what it measures
        case when questions.selector = 'NPS' then 'nps' end as source_metric_code,
        cast(case when questions.selector = 'NPS' then 0 end as double)
            as scale_min,
        cast(case when questions.selector = 'NPS' then 10 end as double)
            as scale_max,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at

    from questions

    left join surveys
        on questions.source_survey_id = surveys.source_survey_id

)

select * from shaped
