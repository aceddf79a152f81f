-- one row: the rating that Zendesk itself asks for after a ticket, in the shape of int_surveys_unioned
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

ratings as (

    select * from {{ ref('base_zendesk__satisfaction_ratings') }}

),

-- Zendesk has no table of surveys: the rating is one built-in question
shaped as (

    select
        'zendesk' as source_system,
        -- made here, so no raw table accounts for it
        cast(null as string) as source_table,
        'zendesk.built_in|satisfaction#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        'Zendesk satisfaction rating' as survey_name,
        'active' as raw_status,
        'satisfaction' as survey_category,
        'satisfaction' as question_key,
        'How would you rate the support you received?' as question_text,
        'rating' as raw_question_type,
        'csat' as source_metric_code,
        cast(null as double) as scale_min,
        cast(null as double) as scale_max,
        false as is_deleted,
        min(created_at) as created_at,
        max(updated_at) as updated_at,
        max(loaded_at) as loaded_at,
        cast(null as string) as raw_record

    from ratings

    having count(*) > 0

)

select * from shaped
