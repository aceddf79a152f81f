-- one row per answer of one question: the input contract
with

answers as (

    select * from {{ ref('int_survey_responses_checked') }} where reason_code is null

),

channels as (

    select * from {{ ref('ticket_channel_map') }}

),

keyed as (

    select
        -- ids
        answers.source_system || ':' || source_answer_id as survey_answer_id,
        answers.source_system,
        source_answer_id,
        source_response_id,
        answers.source_system || ':' || source_response_id as survey_response_id,
        answers.source_system || ':' || source_survey_id as survey_id,
        answers.source_system || ':' || source_survey_id || ':' || source_question_id
            as survey_question_id,
        source_question_id,
        source_row_id,
        answers.source_system || ':' || source_contact_id as respondent_record_id,
        ticket_source_system,
        source_ticket_id,
        source_agent_id,
        source_order_id,
        source_journey_id,
        wave_id,
        -- text
        raw_score,
        answer_text,
        raw_response_status,
        case
            when answers.raw_channel is null then 'unknown'
            else coalesce(channels.channel, 'unmapped')
        end as channel,
        answers.raw_channel,
        language,
        -- numbers
        score,
        -- booleans
        is_answered,
        coalesce(is_finished, true) as is_finished,
        -- timestamps
        invited_at,
        started_at,
        submitted_at,
        updated_at,
        loaded_at

    from answers

    left join channels
        on answers.source_system = channels.source_system
        and lower(answers.raw_channel) = channels.raw_channel

)

select * from keyed
