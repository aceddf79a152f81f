-- one row per raw row of freshdesk.satisfaction_ratings and question answered in it, the default question always among them
{{ config(enabled = 'freshdesk' in var('survey_vendors')) }}

with

ratings as (

    select * from {{ ref('base_freshdesk__satisfaction_ratings') }}

),

questions as (

    select * from {{ ref('base_freshdesk__survey_questions') }}
    where version_number = 1

),

mapped as (

    select
        raw_row_id,
        {{ json_map(as_json('rating_values')) }} as rating_map

    from ratings

),

answered as (

    select
        raw_row_id,
        {{ each_entry('rating_map', 'source_question_id', 'answer') }}

    from mapped

),

answers as (

    -- a loader may have taken a code for a decimal: 103.0
    select
        raw_row_id,
        source_question_id,
        regexp_replace(json_extract_string(answer, '$'), '\.0+$', '')
            as raw_rating_code

    from answered

    where source_question_id <> 'default_question'
        and json_extract_string(answer, '$') is not null

    union all

    select
        raw_row_id,
        'default_question' as source_question_id,
        regexp_replace(raw_rating_code, '\.0+$', '') as raw_rating_code

    from ratings

),

joined as (

    select
        ratings.raw_row_id || '|' || answers.source_question_id as rating_answer_key,
        ratings.raw_row_id,
        ratings.version_number,
        ratings.is_exact_duplicate,
        ratings.source_rating_id,
        ratings.source_rating_survey_id,
        answers.source_question_id,
        ratings.source_ticket_id,
        ratings.source_contact_id,
        ratings.source_agent_id,
        answers.raw_rating_code,
        ratings.answer_text,
        -- codes are no numbers to reckon with: what counts is the place among those offered
        cast(list_position(
            {{ split_function() }}(questions.accepted_ratings, ','), answers.raw_rating_code
        ) as integer) as rating_position,
        questions.accepted_rating_count,
        ratings.is_deleted,
        ratings.created_at,
        ratings.updated_at,
        ratings.loaded_at,
        ratings.raw_record

    from answers

    inner join ratings
        on answers.raw_row_id = ratings.raw_row_id

    left join questions
        on ratings.source_rating_survey_id = questions.source_survey_id
        and answers.source_question_id = questions.source_question_id

),

-- the survey, or what it offered when it was answered, is not known: only the sign tells
judged as (

    select
        *,
        source_question_id = 'default_question'
        and (
            coalesce(accepted_rating_count not in (2, 3, 5, 7), true)
            or (raw_rating_code is not null and rating_position is null)
        ) as is_told_by_sign

    from joined

)

select * from judged
