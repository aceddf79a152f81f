-- one row per answer inside a row of surveymonkey.survey_responses, in the shape of int_survey_responses_unioned
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_surveymonkey__scored_answers') }}

),

responses as (

    select * from {{ ref('base_surveymonkey__survey_responses') }}
    where version_number = 1

),

collectors as (

    select * from {{ ref('base_surveymonkey__collectors') }}
    where version_number = 1

),

recipients as (

    select * from {{ ref('base_surveymonkey__recipients') }}
    where version_number = 1

),

-- ticket, wave and agent travel as custom variables of the link
variables as (

    select
        source_response_id,
        max(field_value) filter (where field_name = 'ticket_id') as source_ticket_id,
        max(field_value) filter (where field_name = 'agent_id') as source_agent_id,
        max(field_value) filter (where field_name = 'order_id') as source_order_id,
        max(field_value) filter (where field_name = 'journey_id') as source_journey_id,
        max(field_value) filter (where field_name = 'wave_id') as wave_id

    from {{ ref('base_surveymonkey__custom_variables') }}

    group by 1

),

shaped as (

    select
        'surveymonkey' as source_system,
        -- made from inside a response, which counts as a respondent
        'survey_responses.answers' as source_table,
        answers.raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        answers.source_answer_id,
        answers.source_response_id,
        responses.source_survey_id,
        answers.source_question_id,
        answers.source_row_id,
        -- the respondent record of a response carries its id
        answers.source_response_id as source_contact_id,
        -- any help desk may have sent the link
        cast(null as string) as ticket_source_system,
        variables.source_ticket_id,
        variables.source_agent_id,
        variables.source_order_id,
        variables.source_journey_id,
        variables.wave_id,
        answers.raw_score,
        answers.answer_text,
        case
            when responses.is_deleted then 'deleted'
            when responses.collection_mode = 'default' then responses.response_status
            else responses.response_status || coalesce(':' || responses.collection_mode, '')
        end as raw_response_status,
        collectors.raw_channel,
        responses.language,
        responses.response_status = 'completed' as is_finished,
        true as has_response,
        recipients.sent_at as invited_at,
        responses.started_at,
        -- an edited answer replaces the earlier one, and dates it
        coalesce(responses.updated_at, responses.started_at) as submitted_at,
        responses.updated_at,
        responses.loaded_at,
        answers.raw_record

    from answers

    left join responses
        on answers.source_response_id = responses.source_response_id

    left join collectors
        on responses.source_collector_id = collectors.source_collector_id

    left join recipients
        on responses.source_recipient_id = recipients.source_recipient_id

    left join variables
        on answers.source_response_id = variables.source_response_id

)

select * from shaped
