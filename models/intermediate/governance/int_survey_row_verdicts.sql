-- one row per raw row of the survey tables: taken in, or the reason why not
{{ config(materialized = 'view') }}

with

surveys as (

    select
        source_system,
        source_table,
        source_survey_id || '|' || source_question_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_surveys_checked') }}

),

survey_responses as (

    select
        source_system,
        source_table,
        source_answer_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_survey_responses_checked') }}

),

survey_invitations as (

    select
        source_system,
        source_table,
        source_invitation_id as source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_survey_invitations_checked') }}

),

lookup_rows as (

    select
        source_system,
        source_table,
        source_record_id,
        raw_row_id,
        reason_code,
        loaded_at,
        raw_record

    from {{ ref('int_lookup_rows_checked') }}

),

unioned as (

    select * from surveys
    union all
    select * from survey_responses
    union all
    select * from survey_invitations
    union all
    select * from lookup_rows

)

select * from unioned

-- what a staging model made by itself has no raw row
where source_table is not null
