-- one row per raw row of qualtrics.block_question: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'block_question') }}

),

renamed as (

    select
        -- ids
        survey_id || '|' || block_id || '|' || question_id as source_block_question_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('block_id') }} as source_block_id,
        {{ trim_to_null('question_id') }} as source_question_id,
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

    {{ number_versions('renamed', 'qualtrics.block_question', key='source_block_question_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
