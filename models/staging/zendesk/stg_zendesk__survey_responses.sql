-- one row per raw row of zendesk.satisfaction_rating, in the shape of int_survey_responses_unioned
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

ratings as (

    select * from {{ ref('base_zendesk__satisfaction_ratings') }}

),

shaped as (

    select
        'zendesk' as source_system,
        'satisfaction_rating' as source_table,
        ratings.*,
        source_rating_id as source_answer_id,
        source_rating_id as source_response_id,
        'satisfaction' as source_survey_id,
        'satisfaction' as source_question_id,
        cast(null as string) as source_row_id,
        source_requester_id as source_contact_id,
        'zendesk' as ticket_source_system,
        source_assignee_id as source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        'normal' as raw_response_status,
        cast(null as string) as raw_channel,
        cast(null as string) as language,
        true as is_finished,
        true as has_response,
        created_at as invited_at,
        cast(null as timestamp) as started_at,
        -- a changed rating replaces the earlier one, and dates the answer
        coalesce(updated_at, created_at) as submitted_at

    from ratings

)

select * from shaped
