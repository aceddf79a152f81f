-- one row per answer inside a row of typeform.responses, and per scale that a finished one left out, in the shape of int_survey_responses_unioned
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_typeform__response_answers') }}

),

forms as (

    select * from {{ ref('base_typeform__forms') }}
    where version_number = 1

),

-- ticket, wave and agent travel as hidden fields of the link; anyone can change them there,
-- so that only those count which a known ticket or contact bears out
hidden_fields as (

    select
        source_response_id,
        max(field_value) filter (where field_name = 'ticket_id') as source_ticket_id,
        max(field_value) filter (where field_name = 'agent_id') as source_agent_id,
        max(field_value) filter (where field_name = 'order_id') as source_order_id,
        max(field_value) filter (where field_name = 'journey_id') as source_journey_id,
        max(field_value) filter (where field_name = 'wave_id') as wave_id

    from {{ ref('base_typeform__hidden_fields') }}

    group by 1

),

shaped as (

    select
        'typeform' as source_system,
        -- made from inside a response, which counts as a respondent
        'responses.answers' as source_table,
        answers.*,
        1 as version_number,
        false as is_exact_duplicate,
        cast(null as string) as source_row_id,
        -- the respondent record of a response carries its id
        answers.source_response_id as source_contact_id,
        -- any help desk may have sent the link
        cast(null as string) as ticket_source_system,
        hidden_fields.source_ticket_id,
        hidden_fields.source_agent_id,
        hidden_fields.source_order_id,
        hidden_fields.source_journey_id,
        hidden_fields.wave_id,
        -- the tool does not say how the form was sent out
        cast(null as string) as raw_channel,
        forms.language,
        true as has_response,
        cast(null as timestamp) as invited_at,
        answers.submitted_at as updated_at

    from answers

    left join forms
        on answers.source_survey_id = forms.source_survey_id

    left join hidden_fields
        on answers.source_response_id = hidden_fields.source_response_id

)

select * from shaped
