-- one row per answer inside a response of typeform.responses (newest version), and per scale that a finished one left out
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_typeform__answers') }}

),

responses as (

    select
        source_response_id,
        source_survey_id,
        case when is_deleted then 'deleted' else response_type end
            as raw_response_status,
        -- without a type only submitted responses were loaded
        coalesce(response_type = 'completed', submitted_at is not null) as is_finished,
        started_at,
        submitted_at,
        loaded_at

    from {{ ref('base_typeform__responses') }}

    where version_number = 1
        and source_response_id is not null

),

scales as (

    select * from {{ ref('base_typeform__fields') }}
    where not is_deleted
        and (question_type = 'nps' or step_count is not null)

),

-- a skipped question has no element in the response
skipped as (

    select
        responses.source_response_id,
        scales.source_question_id

    from responses

    inner join scales
        on responses.source_survey_id = scales.source_survey_id

    left join answers
        on responses.source_response_id = answers.source_response_id
        and scales.source_question_id = answers.source_question_id

    where responses.is_finished
        and answers.source_response_id is null

),

unioned as (

    select
        raw_row_id,
        source_answer_id,
        source_response_id,
        source_question_id,
        raw_score,
        answer_text,
        raw_record
    from answers

    union all

    select
        'typeform.responses.answers|' || source_response_id || '|'
        || source_question_id || '|0' as raw_row_id,
        source_response_id || '|' || source_question_id || '|0' as source_answer_id,
        source_response_id,
        source_question_id,
        cast(null as string) as raw_score,
        cast(null as string) as answer_text,
        cast(null as string) as raw_record
    from skipped

)

select
    unioned.*,
    responses.source_survey_id,
    responses.raw_response_status,
    responses.is_finished,
    responses.started_at,
    coalesce(responses.submitted_at, responses.started_at) as submitted_at,
    responses.loaded_at

from unioned

left join responses
    on unioned.source_response_id = responses.source_response_id
