-- one row per raw row of qualtrics.question: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'question') }}

),

renamed as (

    select
        -- ids
        survey_id || '|' || id as source_survey_question_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('id') }} as source_question_id,
        -- text
        {{ trim_to_null('data_export_tag') }} as question_key,
        {{ trim_to_null('question_text') }} as question_text,
        {{ trim_to_null('question_type') }} as question_type,
        {{ trim_to_null('selector') }} as selector,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.question', key='source_survey_question_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
