-- one row per raw row of qualtrics.question_option: every version that was landed, numbered from the newest
-- left out: text (the words of an option feed no KPI)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'question_option') }}

),

renamed as (

    select
        -- ids
        survey_id || '|' || question_id || '|' || key as source_question_option_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('question_id') }} as source_question_id,
        {{ trim_to_null('key') }} as source_option_key,
        -- text
        {{ trim_to_null('recode_value') }} as recode_value,
        -- booleans
        -- a deleted option still explains the answers that chose it
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.question_option', key='source_question_option_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
