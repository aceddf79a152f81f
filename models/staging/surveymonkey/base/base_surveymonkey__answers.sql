-- one row per element of the answers inside a response of surveymonkey.survey_responses (newest version)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

responses as (

    select * from {{ ref('base_surveymonkey__survey_responses') }}
    where version_number = 1
        and source_response_id is not null

),

-- pages hold questions, questions hold answers
questions as (

    select
        source_response_id,
        {{ each() }}(json_extract({{ as_json('pages') }}, '$[*].questions[*]')) as question,
        generate_subscripts(
            json_extract({{ as_json('pages') }}, '$[*].questions[*]'), 1
        ) as question_number

    from responses

),

elements as (

    select
        source_response_id,
        question_number,
        json_extract_string(question, '$.id') as source_question_id,
        {{ each() }}(json_extract(question, '$.answers[*]')) as answer,
        generate_subscripts(json_extract(question, '$.answers[*]'), 1) as answer_number

    from questions

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_response_id, source_question_id
            order by question_number, answer_number
        ) as answer_position

    from elements

),

renamed as (

    select
        'surveymonkey.survey_responses.answers|' || source_response_id || '|'
        || coalesce(source_question_id, '') || '|' || answer_position as raw_row_id,
        -- ids
        source_response_id || '|' || source_question_id || '|' || answer_position
            as source_answer_id,
        source_response_id,
        source_question_id,
        {{ trim_to_null("json_extract_string(answer, '$.row_id')") }} as source_row_id,
        {{ trim_to_null("json_extract_string(answer, '$.choice_id')") }}
            as source_choice_id,
        {{ trim_to_null("json_extract_string(answer, '$.other_id')") }}
            as source_other_id,
        -- text
        {{ trim_to_null("json_extract_string(answer, '$.text')") }} as answer_text,
        regexp_replace(
            {{ trim_to_null("json_extract_string(answer, '$.choice_metadata.weight')") }},
            '\.0+$', ''
        ) as choice_weight,
        -- the element as it came
        cast(answer as string) as raw_record

    from numbered

)

select * from renamed
