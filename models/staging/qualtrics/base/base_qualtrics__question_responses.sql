-- one row per raw row of qualtrics.question_response: every version that was landed, numbered from the newest
-- left out: label, sub_question_text (the words of an option or row feed no KPI)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'question_response') }}

),

renamed as (

    select
        -- ids
        -- the connector's key, else its parts; most of them are empty
        coalesce(
            {{ trim_to_null('_fivetran_id') }},
            response_id || '|' || question_id || '|' || coalesce(sub_question_key, '')
            || '|' || coalesce(question_option_key, '') || '|' || coalesce(loop_id, '')
        ) as source_answer_id,
        {{ trim_to_null('response_id') }} as source_response_id,
        {{ trim_to_null('question_id') }} as source_question_id,
        {{ trim_to_null('question_option_key') }} as source_option_key,
        -- a row of a matrix, a turn of a loop, or both
        nullif(
            concat_ws(
                '|', {{ trim_to_null('sub_question_key') }}, 'loop ' || {{ trim_to_null('loop_id') }}
            ), ''
        ) as source_row_id,
        -- text
        {{ trim_to_null('value') }} as raw_score,
        {{ trim_to_null('text') }} as answer_text,
        {{ trim_to_null('question') }} as question_text,
        -- booleans
        -- the export repeats an NPS answer as 1 detractor, 2 passive, 3 promoter
        coalesce(
            regexp_matches(question_id, '_NPS_GROUP$')
            or sub_question_key = 'NPS_GROUP',
            false
        ) as is_nps_group,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.question_response', key='source_answer_id', newest=['loaded_at']) }}

)

select * from versioned
