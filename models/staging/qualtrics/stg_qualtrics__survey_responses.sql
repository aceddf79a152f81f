-- one row per raw row of qualtrics.question_response that is an answer, in the shape of int_survey_responses_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_qualtrics__question_responses') }}
    where not is_nps_group

),

responses as (

    select * from {{ ref('base_qualtrics__survey_responses') }}
    where version_number = 1

),

options as (

    select * from {{ ref('base_qualtrics__question_options') }}
    where version_number = 1

),

-- ticket, wave and agent travel as embedded data of the response
embedded_keys as (

    select
        source_response_id,
        max(field_value) filter (where field_name = 'ticket_id') as source_ticket_id,
        max(field_value) filter (where field_name = 'agent_id') as source_agent_id,
        max(field_value) filter (where field_name = 'order_id') as source_order_id,
        max(field_value) filter (where field_name = 'journey_id') as source_journey_id,
        max(field_value) filter (where field_name = 'wave_id') as wave_id

    from {{ ref('base_qualtrics__embedded_data') }}

    where version_number = 1

    group by 1

),

-- an anonymous response has none: nobody can tell which invitation it answers
invitations as (

    select
        source_response_id,
        min(invited_at) as invited_at

    from {{ ref('base_qualtrics__invitations') }}

    where version_number = 1
        and source_response_id is not null

    group by 1

),

shaped as (

    select
        'qualtrics' as source_system,
        'question_response' as source_table,
        answers.raw_row_id,
        answers.version_number,
        answers.is_exact_duplicate,
        answers.source_answer_id,
        answers.source_response_id,
        answers.source_question_id,
        answers.source_row_id,
        -- the value is the recode; where only the choice was landed, its recode stands for it
        coalesce(answers.raw_score, options.recode_value) as raw_score,
        answers.answer_text,
        responses.source_survey_id,
        -- the respondent record of a response carries its id
        responses.source_response_id as source_contact_id,
        embedded_keys.source_ticket_id,
        -- any help desk may have sent the link
        cast(null as string) as ticket_source_system,
        embedded_keys.source_agent_id,
        embedded_keys.source_order_id,
        embedded_keys.source_journey_id,
        embedded_keys.wave_id,
        responses.raw_response_status,
        responses.raw_channel,
        responses.language,
        responses.is_finished,
        responses.source_response_id is not null as has_response,
        invitations.invited_at,
        responses.started_at,
        -- a partial is recorded days after its last answer
        coalesce(responses.submitted_at, responses.recorded_at) as submitted_at,
        responses.updated_at,
        answers.loaded_at,
        answers.raw_record

    from answers

    left join responses
        on answers.source_response_id = responses.source_response_id

    left join options
        on responses.source_survey_id = options.source_survey_id
        and answers.source_question_id = options.source_question_id
        and answers.source_option_key = options.source_option_key

    left join embedded_keys
        on answers.source_response_id = embedded_keys.source_response_id

    left join invitations
        on answers.source_response_id = invitations.source_response_id

)

select * from shaped
