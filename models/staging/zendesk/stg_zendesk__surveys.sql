-- one row per question of the rating that Zendesk asks for after a ticket, and per raw row of zendesk.csat_survey_question, in the shape of int_surveys_unioned
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

ratings as (

    select * from {{ ref('base_zendesk__ratings') }}

),

-- Zendesk has no table of the older ratings: they answer two built-in questions
asked as (

    select
        'satisfaction' as source_question_id,
        'How would you rate the support you received?' as question_text,
        'csat' as source_metric_code,
        'csat_good_bad' as source_scale_id,
        created_at, updated_at, loaded_at

    from ratings

    union all

    select
        'satisfaction_reason' as source_question_id,
        'What is the reason for your rating?' as question_text,
        cast(null as string) as source_metric_code,
        cast(null as string) as source_scale_id,
        created_at, updated_at, loaded_at

    from ratings
    where coalesce(reason, rating_reason_code) is not null

),

built_in as (

    select
        -- made here, so no raw table accounts for it
        cast(null as string) as source_table,
        'zendesk.built_in|' || source_question_id || '#1' as raw_row_id,
        1 as version_number, false as is_exact_duplicate,
        'satisfaction' as source_survey_id, source_question_id,
        'Zendesk satisfaction rating' as survey_name,
        source_question_id as question_key, question_text,
        'rating' as raw_question_type, source_metric_code, source_scale_id,
        false as is_deleted,
        min(created_at) as created_at,
        max(updated_at) as updated_at,
        max(loaded_at) as loaded_at,
        cast(null as string) as raw_record

    from asked

    group by source_question_id, question_text, source_metric_code, source_scale_id

),

-- the newer survey says how many steps its scale has, from 1
steps as (

    select
        source_survey_id, source_question_id, survey_version,
        cast(max(rating) as integer) as last_step

    from {{ ref('base_zendesk__csat_rating_options') }}

    where version_number = 1

    group by source_survey_id, source_question_id, survey_version

    having min(rating) = 1

),

csat_questions as (

    select
        'csat_survey_question' as source_table,
        questions.raw_row_id, questions.version_number, questions.is_exact_duplicate,
        questions.source_survey_id, questions.source_question_id,
        'Zendesk CSAT survey' as survey_name,
        questions.question_key, questions.question_text,
        questions.question_type as raw_question_type,
        case when questions.question_type = 'rating_scale' then 'csat' end
            as source_metric_code,
        'csat_1_' || steps.last_step as source_scale_id,
        questions.is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        questions.loaded_at, questions.raw_record

    from {{ ref('base_zendesk__csat_questions') }} as questions

    left join steps
        on questions.source_survey_id = steps.source_survey_id
        and questions.source_question_id = steps.source_question_id
        and coalesce(questions.survey_version, 0) = coalesce(steps.survey_version, 0)

),

unioned as (

    select * from built_in
    union all
    select * from csat_questions

)

select
    'zendesk' as source_system,
    unioned.*,
    'active' as raw_status,
    'satisfaction' as survey_category,
    cast(null as double) as scale_min,
    cast(null as double) as scale_max

from unioned
