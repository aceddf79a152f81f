-- one row per conversation that was rated or asked for a rating, in the shape of int_survey_responses_unioned
{{ config(enabled = 'intercom' in var('survey_vendors')) }}

with

-- a new rating overwrites the earlier one: a conversation has one, the latest
ratings as (

    select * from {{ ref('base_intercom__conversations') }}
    where version_number = 1
        and source_ticket_id is not null
        and coalesce(raw_score, cast(rating_requested_at as string)) is not null

),

-- the conversation says when it asked; a part says when the customer chose
choices as (

    select
        source_ticket_id,
        max(created_at) as chosen_at

    from {{ ref('base_intercom__conversation_parts') }}

    where version_number = 1
        and part_type like 'conversation_rating%'

    group by 1

),

shaped as (

    select
        'intercom' as source_system,
        -- the conversation itself is a ticket row
        'conversation_history.rating' as source_table,
        'intercom.conversation_history.rating|' || ratings.source_ticket_id || '#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        ratings.source_ticket_id || '|rating' as source_answer_id,
        ratings.source_ticket_id || '|rating' as source_response_id,
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        cast(null as string) as source_row_id,
        coalesce(ratings.source_rater_id, ratings.source_customer_id) as source_contact_id,
        'intercom' as ticket_source_system,
        ratings.source_ticket_id,
        -- who had it when it was rated; the facts credit whoever has the conversation
        ratings.source_rated_agent_id as source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        ratings.raw_score,
        ratings.answer_text,
        'normal' as raw_response_status,
        cast(null as string) as raw_channel,
        cast(null as string) as language,
        true as is_finished,
        true as has_response,
        ratings.rating_requested_at as invited_at,
        cast(null as timestamp) as started_at,
        case
            when ratings.raw_score is null then ratings.rating_requested_at
            else coalesce(
                    ratings.rating_updated_at,
                    choices.chosen_at,
                    ratings.rating_requested_at,
                    ratings.updated_at
                )
        end as submitted_at,
        ratings.updated_at,
        ratings.loaded_at,
        ratings.raw_record

    from ratings

    left join choices
        on ratings.source_ticket_id = choices.source_ticket_id

)

select * from shaped
