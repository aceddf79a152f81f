-- one row per answer inside a response of typeform.responses (newest version), one for each of several choices
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

responses as (

    select
        source_response_id,
        source_survey_id,
        loaded_at,
        {{ as_json('answers') }} as answers

    from {{ ref('base_typeform__responses') }}

    where version_number = 1
        and source_response_id is not null

),

elements as (

    select
        source_response_id,
        source_survey_id,
        loaded_at,
        {{ each_numbered(json_list_at('answers', '$[*]'), 'answer', 'element_number') }}

    from responses

),

renamed as (

    select
        source_response_id,
        source_survey_id,
        element_number,
        coalesce(
            {{ trim_to_null("json_extract_string(answer, '$.field.ref')") }},
            {{ trim_to_null("json_extract_string(answer, '$.field.id')") }}
        ) as source_question_id,
        json_extract_string(answer, '$.field.type') as question_type,
        try_cast(json_extract_string(answer, '$.number') as double) as answer_number,
        coalesce(
            json_extract_string(answer, '$.boolean'),
            json_extract_string(answer, '$.date'),
            json_extract_string(answer, '$.choice.label')
        ) as answer_word,
        {{ json_texts_at('answer', '$.choices.labels[*]') }} as chosen_labels,
        coalesce(
            json_extract_string(answer, '$.text'),
            json_extract_string(answer, '$.choice.other'),
            json_extract_string(answer, '$.choices.other'),
            json_extract_string(answer, '$.url'),
            json_extract_string(answer, '$.file_url')
        ) as answer_text,
        json_extract_string(answer, '$.email') as email,
        json_extract_string(answer, '$.phone_number') as phone,
        loaded_at,
        cast(answer as string) as raw_record

    from elements

),

-- several choices are several answers; whatever else was answered is one
labelled as (

    select
        *,
        {{ each_numbered(
            'case when ' ~ list_length() ~ '(chosen_labels) > 0 then chosen_labels else ' ~ list_of('answer_word') ~ ' end',
            'answer_label', 'label_number'
        ) }}

    from renamed

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_response_id, source_question_id
            order by element_number, label_number
        ) as answer_position

    from labelled

)

select
    'typeform.responses.answers|' || source_response_id || '|'
    || coalesce(source_question_id, '') || '|' || answer_position as raw_row_id,
    source_response_id || '|' || source_question_id || '|' || answer_position
        as source_answer_id,
    source_response_id,
    source_survey_id,
    source_question_id,
    question_type,
    element_number,
    -- a whole number is written without its point
    case
        when answer_number = floor(answer_number)
            then cast(cast(answer_number as bigint) as string)
        else coalesce(cast(answer_number as string), {{ trim_to_null('answer_label') }})
    end as raw_score,
    case when label_number = 1 then {{ trim_to_null('answer_text') }} end as answer_text,
    {{ trim_to_null('email') }} as email,
    {{ trim_to_null('phone') }} as phone,
    loaded_at,
    raw_record

from numbered
