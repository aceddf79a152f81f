-- one row per raw row of qualtrics.question, and per answered question that is no longer there, in the shape of int_surveys_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

-- what was removed from a survey lies in a block of its own
removed as (

    select distinct block_questions.source_survey_id, block_questions.source_question_id

    from {{ ref('base_qualtrics__block_questions') }} as block_questions
    inner join {{ ref('base_qualtrics__blocks') }} as blocks
        on block_questions.source_survey_id = blocks.source_survey_id
        and block_questions.source_block_id = blocks.source_block_id
    where block_questions.version_number = 1
        and blocks.version_number = 1
        and blocks.block_type = 'trash'
        and not block_questions.is_deleted

),

questions as (

    select
        'question' as source_table,
        questions.raw_row_id, questions.version_number, questions.is_exact_duplicate,
        questions.source_survey_id, questions.source_question_id,
        questions.question_key, questions.question_text, questions.selector,
        questions.question_type
        || coalesce(':' || questions.selector, '') as raw_question_type,
        questions.is_deleted or removed.source_question_id is not null as is_deleted,
        questions.loaded_at, questions.raw_record

    from {{ ref('base_qualtrics__questions') }} as questions

    left join removed
        on questions.source_survey_id = removed.source_survey_id
        and questions.source_question_id = removed.source_question_id

),

-- an answer keeps the words of its question, also of one that was taken out for good
answered as (

    select
        responses.source_survey_id,
        answers.source_question_id,
        max(answers.question_text) as question_text,
        max(answers.loaded_at) as loaded_at

    from {{ ref('base_qualtrics__question_responses') }} as answers
    inner join {{ ref('base_qualtrics__survey_responses') }} as responses
        on answers.source_response_id = responses.source_response_id
    where responses.version_number = 1 and answers.version_number = 1
        and answers.question_text is not null
        and answers.source_question_id || responses.source_survey_id is not null
        and not answers.is_nps_group
    group by 1, 2

),

lost_questions as (

    select
        'question_response.question' as source_table,
        'qualtrics.question_response.question|' || answered.source_survey_id || '|'
        || answered.source_question_id as raw_row_id,
        1 as version_number, false as is_exact_duplicate,
        answered.source_survey_id, answered.source_question_id,
        cast(null as string) as question_key, answered.question_text,
        cast(null as string) as selector, cast(null as string) as raw_question_type,
        true as is_deleted,
        answered.loaded_at, cast(null as string) as raw_record

    from answered

    left join questions
        on answered.source_survey_id = questions.source_survey_id
        and answered.source_question_id = questions.source_question_id

    where questions.source_question_id is null

),

unioned as (

    select * from questions
    union all
    select * from lost_questions

),

shaped as (

    select
        'qualtrics' as source_system,
        unioned.*,
        surveys.survey_name, surveys.raw_status, surveys.survey_category,
        -- only the NPS selector says by itself what it measures, and EX asks employees
        unioned.selector = 'NPS' and coalesce(surveys.survey_category, '') <> 'EX'
            as has_nps_selector

    from unioned

    left join {{ ref('base_qualtrics__surveys') }} as surveys
        on unioned.source_survey_id = surveys.source_survey_id
        and surveys.version_number = 1

)

select
    *,
    case when has_nps_selector then 'nps' end as source_metric_code,
    case when has_nps_selector then 'nps_0_10' end as source_scale_id,
    cast(case when has_nps_selector then 0 end as double) as scale_min,
    cast(case when has_nps_selector then 10 end as double) as scale_max,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as updated_at

from shaped
