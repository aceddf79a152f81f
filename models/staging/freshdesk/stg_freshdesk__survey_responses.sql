-- one row per raw row of freshdesk.satisfaction_ratings, and one per further question answered in it, in the shape of int_survey_responses_unioned
{{ config(enabled = 'freshdesk' in var('survey_vendors')) }}

with

answers as (

    select
        *,
        source_question_id = 'default_question' as is_default_question

    from {{ ref('base_freshdesk__rating_answers') }}

),

shaped as (

    select
        'freshdesk' as source_system,
        case
            when is_default_question then 'satisfaction_ratings'
            else 'satisfaction_ratings.ratings'
        end as source_table,
        case
            when is_default_question then raw_row_id
            else 'freshdesk.satisfaction_ratings.ratings|' || source_rating_id
                || '|' || source_question_id
        end as raw_row_id,
        version_number,
        is_exact_duplicate,
        case
            when is_default_question then source_rating_id
            else source_rating_id || '|' || source_question_id
        end as source_answer_id,
        source_rating_id as source_response_id,
        case
            when is_told_by_sign then 'satisfaction'
            else source_rating_survey_id
        end as source_survey_id,
        case
            when is_told_by_sign then 'satisfaction'
            else source_question_id
        end as source_question_id,
        cast(null as string) as source_row_id,
        source_contact_id,
        'freshdesk' as ticket_source_system,
        source_ticket_id,
        source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        raw_rating_code,
        -- 103, 102, 101 are happy, 100 is neutral, -101, -102, -103 are unhappy
        case
            when not is_told_by_sign
                then coalesce(cast(rating_position as string), raw_rating_code)
            when raw_rating_code in ('101', '102', '103') then '3'
            when raw_rating_code = '100' then '2'
            when raw_rating_code in ('-101', '-102', '-103') then '1'
            else raw_rating_code
        end as raw_score,
        -- the words belong to the rating as a whole
        case when is_default_question then answer_text end as answer_text,
        case when is_deleted then 'deleted' else 'normal' end as raw_response_status,
        cast(null as string) as raw_channel,
        cast(null as string) as language,
        true as is_finished,
        true as has_response,
        cast(null as timestamp) as invited_at,
        cast(null as timestamp) as started_at,
        -- an update adds the words to a rating that was given before
        created_at as submitted_at,
        updated_at,
        loaded_at,
        raw_record

    from answers

    where is_default_question
        or (version_number = 1 and source_rating_id is not null)

)

select * from shaped
