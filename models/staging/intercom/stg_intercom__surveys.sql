-- one row: the rating that Intercom itself asks for in a conversation, in the shape of int_surveys_unioned
{{ config(enabled = 'intercom' in var('survey_vendors')) }}

with

ratings as (

    select * from {{ ref('base_intercom__conversations') }}
    where coalesce(raw_score, cast(rating_requested_at as string)) is not null

),

-- Intercom has no table of these: the rating is one built-in question, five faces
shaped as (

    select
        'intercom' as source_system,
        -- made here, so no raw table accounts for it
        cast(null as string) as source_table,
        'intercom.built_in|satisfaction#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        'Intercom conversation rating' as survey_name,
        'active' as raw_status,
        'satisfaction' as survey_category,
        'satisfaction' as question_key,
        'How would you rate your conversation?' as question_text,
        'rating' as raw_question_type,
        'csat' as source_metric_code,
        'csat_1_5' as source_scale_id,
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
