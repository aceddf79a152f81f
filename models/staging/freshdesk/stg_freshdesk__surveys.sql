-- one row per raw row of freshdesk.surveys (its default question), per further question, and for ratings of an unknown scale, as int_surveys_unioned has them
{{ config(enabled = 'freshdesk' in var('survey_vendors')) }}

with

questions as (

    select
        *,
        source_question_id = 'default_question' as is_default_question

    from {{ ref('base_freshdesk__survey_questions') }}

),

answers as (

    select * from {{ ref('base_freshdesk__rating_answers') }}
    where is_told_by_sign

),

landed as (

    select
        case
            when is_default_question then 'surveys' else 'surveys.questions'
        end as source_table,
        case
            when is_default_question then raw_row_id
            else 'freshdesk.surveys.questions|' || source_survey_id
                || '|' || source_question_id
        end as raw_row_id,
        version_number,
        is_exact_duplicate,
        source_survey_id,
        source_question_id,
        survey_name,
        question_text,
        accepted_rating_count,
        is_default_question,
        raw_status,
        is_deleted,
        created_at,
        updated_at,
        loaded_at,
        raw_record

    from questions

    where is_default_question
        or (version_number = 1 and source_survey_id is not null)

),

-- where the scale of a rating is not known, it is unhappy, neutral or happy
built_in as (

    select
        -- made here, so no raw table accounts for it
        cast(null as string) as source_table,
        'freshdesk.built_in|satisfaction#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        'Freshdesk satisfaction rating' as survey_name,
        'How would you rate your overall satisfaction?' as question_text,
        3 as accepted_rating_count,
        true as is_default_question,
        'active' as raw_status,
        false as is_deleted,
        min(created_at) as created_at,
        max(updated_at) as updated_at,
        max(loaded_at) as loaded_at,
        cast(null as string) as raw_record

    from answers

    having count(*) > 0

),

unioned as (

    select * from landed
    union all
    select * from built_in

),

shaped as (

    select
        'freshdesk' as source_system,
        unioned.*,
        'satisfaction' as survey_category,
        source_question_id as question_key,
        'rating' as raw_question_type,
        -- only the default question asks for the satisfaction with the ticket
        case
            when is_default_question and accepted_rating_count in (2, 3, 5, 7)
                then 'csat'
        end as source_metric_code,
        case
            when is_default_question and accepted_rating_count in (2, 3, 5, 7)
                then 'csat_1_' || accepted_rating_count
        end as source_scale_id,
        -- the score is the place among the ratings that were offered
        cast(case when accepted_rating_count > 0 then 1 end as double) as scale_min,
        cast(nullif(accepted_rating_count, 0) as double) as scale_max

    from unioned

)

select * from shaped
