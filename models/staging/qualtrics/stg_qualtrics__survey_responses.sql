-- one row per raw row of qualtrics.question_response, in the shape of int_survey_responses_unioned
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_qualtrics__question_responses') }}

),

responses as (

    select * from {{ ref('base_qualtrics__survey_responses') }}
    where version_number = 1

),

embedded_data as (

    select * from {{ ref('base_qualtrics__embedded_data') }}
    where version_number = 1

),

-- ticket, wave and agent travel as embedded data of the response
embedded_keys as (

    select
        source_response_id,
        max(case when field_name = 'ticket_id' then field_value end)
            as source_ticket_id,
        max(case when field_name = 'agent_id' then field_value end)
            as source_agent_id,
        max(case when field_name = 'order_id' then field_value end)
            as source_order_id,
        max(case when field_name = 'journey_id' then field_value end)
            as source_journey_id,
        max(case when field_name = 'wave_id' then field_value end) as wave_id

    from embedded_data

    group by 1

),

shaped as (

    select
        'qualtrics' as source_system,
        'question_response' as source_table,
        answers.*,
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
        cast(null as timestamp) as invited_at,
        responses.started_at,
        -- a partial is recorded days after its last answer
        coalesce(responses.submitted_at, responses.recorded_at) as submitted_at,
        responses.updated_at

    from answers

    left join responses
        on answers.source_response_id = responses.source_response_id

    left join embedded_keys
        on answers.source_response_id = embedded_keys.source_response_id

)

select * from shaped
