-- one row per response of a customer to a survey, or rating of a ticket: what its answers have in common
with

answers as (

    select * from {{ ref('int_survey_answer_tickets') }}

),

surveys as (

    select * from {{ ref('dim_surveys') }}
    where not is_employee_survey

),

invitations as (

    select
        survey_response_id,
        count(*) as invitation_count

    from {{ ref('int_survey_invitations_unioned') }}

    where is_invitation
        and survey_response_id is not null

    group by 1

),

-- a rating on a scale that is not known lies under another survey than its further answers:
-- it is one response, to the survey of its first answer
responses as (

    select
        survey_response_id,
        source_system,
        source_response_id,
        {{ value_at_least('survey_id', 'survey_answer_id') }} as survey_id,
        max(respondent_record_id) as respondent_record_id,
        max(ticket_id) as ticket_id,
        max(source_order_id) as source_order_id,
        max(source_journey_id) as source_journey_id,
        max(channel) as channel,
        max(raw_response_status) as raw_response_status,
        bool_and(is_finished) as is_finished,
        bool_or(is_answered or answer_text is not null) as has_answer,
        -- a help desk asks for a rating by itself: nobody begins one and gives up
        bool_or(ticket_source_system is not null) as is_rating,
        max(submitted_at) as submitted_at

    from answers

    group by 1, 2, 3

),

invited as (

    select
        responses.*,
        invitations.survey_response_id is not null as has_invitation

    from responses

    inner join surveys
        on responses.survey_id = surveys.survey_id

    left join invitations
        on responses.survey_response_id = invitations.survey_response_id

)

select * from invited
