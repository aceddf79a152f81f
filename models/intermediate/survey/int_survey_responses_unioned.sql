-- one row per answer of one question: the input contract
with

answers as (

    select * from {{ ref('int_survey_responses_checked') }}
    where reason_code is null

),

channels as (

    select * from {{ ref('ticket_channel_map') }}

),

keyed as (

    select
        -- ids
        answers.source_system || ':' || answers.source_answer_id as survey_answer_id,
        answers.source_system,
        answers.source_answer_id,
        answers.source_response_id,
        answers.source_system || ':' || answers.source_response_id as survey_response_id,
        answers.source_system || ':' || answers.source_survey_id as survey_id,
        answers.source_system || ':' || answers.source_survey_id || ':'
        || answers.source_question_id as survey_question_id,
        answers.source_question_id,
        answers.source_row_id,
        answers.source_system || ':' || answers.source_contact_id as respondent_record_id,
        answers.ticket_source_system,
        answers.source_ticket_id,
        answers.source_agent_id,
        answers.source_order_id,
        answers.source_journey_id,
        answers.wave_id,
        -- text
        answers.raw_score,
        answers.answer_text,
        answers.raw_response_status,
        case
            when answers.raw_channel is null then 'unknown'
            else coalesce(channels.channel, 'unmapped')
        end as channel,
        answers.raw_channel,
        answers.language,
        -- numbers
        answers.score,
        -- booleans
        answers.is_answered,
        coalesce(answers.is_finished, true) as is_finished,
        -- timestamps
        answers.invited_at,
        answers.started_at,
        answers.submitted_at,
        answers.updated_at,
        answers.loaded_at

    from answers

    left join channels
        on answers.source_system = channels.source_system
        and lower(answers.raw_channel) = channels.raw_channel

)

select * from keyed
