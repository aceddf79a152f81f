-- one row per raw row of the Qualtrics tables that describe a survey (surveys, options, blocks, questions of blocks)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

unioned as (

    select
        'survey' as source_table, source_survey_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__surveys') }}

    union all

    select
        'question_option' as source_table,
        source_question_option_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__question_options') }}

    union all

    select
        'block' as source_table, source_survey_block_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__blocks') }}

    union all

    select
        'block_question' as source_table, source_block_question_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_qualtrics__block_questions') }}

)

select * from unioned
