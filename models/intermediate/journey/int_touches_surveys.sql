-- one row per survey response or rating: the contacts in which customers were asked
{{ config(materialized = 'view') }}

with

people as (

    select * from {{ ref('int_customer_keys') }}

),

-- spam and tests tell nothing about the place where something was rated
rated_contacts as (

    select * from {{ ref('int_rated_contacts') }}
    where coalesce(exclusion_reason, 'merged') in ('merged', 'canceled')

),

-- the survey as a whole tells what it is about, though a question may have been passed over
surveys as (

    select
        survey_id,
        coalesce(bool_or(is_employee_survey), false) as is_employee_survey,
        coalesce(bool_or(metric_code in ('nps', 'csat_overall', 'likelihood_other')), false)
        and not coalesce(bool_or(metric_code in ('csat', 'ces', 'tnps', 'fcr')), false)
            as is_about_relationship

    from {{ ref('int_surveys_unioned') }}

    group by 1

),

-- one response is one contact, however much was asked
responses as (

    select
        answers.survey_response_id,
        min(answers.source_system) as source_system,
        min(answers.respondent_record_id) as contact_record_id,
        min(answers.ticket_id) as ticket_id,
        min(answers.channel) as channel,
        min(answers.raw_response_status) as raw_response_status,
        -- who writes a word without a score has answered too
        bool_or(answers.is_answered or answers.answer_text is not null) as is_answered,
        bool_or(surveys.is_employee_survey) as is_employee_survey,
        bool_or(surveys.is_about_relationship) as is_about_relationship,
        min(answers.submitted_at) as touched_at

    from {{ ref('int_survey_answer_tickets') }} as answers

    left join surveys
        on answers.survey_id = surveys.survey_id

    group by 1

),

-- what was felt belongs to the contact that was asked about, wherever it was asked
placed as (

    select
        responses.*,
        rated_contacts.channel as ticket_channel,
        rated_contacts.agent_id,
        rated_contacts.agent_group,
        case
            when responses.is_about_relationship then 'relationship'
            when rated_contacts.ticket_id is null then 'other'
        end as survey_subject

    from responses

    left join rated_contacts
        on responses.survey_response_id = rated_contacts.survey_response_id
        and responses.ticket_id = rated_contacts.ticket_id

)

select
    'response|' || placed.survey_response_id as touch_id,
    'response|' || placed.survey_response_id as feedback_key,
    'survey_response' as contact_kind,
    'inbound' as direction,
    -- a rating is given where the ticket was
    case
        when placed.channel = 'unknown' then coalesce(placed.ticket_channel, 'unknown')
        else placed.channel
    end as channel,
    case when placed.survey_subject is null then 'channel' else 'survey' end as maps_from,
    coalesce(placed.survey_subject, placed.ticket_channel) as raw_touchpoint,
    case
        when statuses.exclusion_reason is not null then statuses.exclusion_reason
        when placed.is_employee_survey or people.is_internal then 'internal'
        when not placed.is_answered then 'no_answer'
    end as exclusion_reason,
    placed.ticket_id,
    placed.source_system,
    coalesce(people.customer_id, 'unknown') as customer_id,
    case
        when people.customer_id is null then 'unknown'
        else coalesce(people.account_id, 'none')
    end as account_id,
    coalesce(people.payer_id, 'unknown') as payer_id,
    coalesce(people.segment, 'unknown') as segment,
    coalesce(placed.agent_id, 'unassigned') as agent_id,
    coalesce(placed.agent_group, 'unassigned') as agent_group,
    placed.touched_at

from placed

left join people
    on placed.contact_record_id = people.contact_record_id

left join {{ ref('response_status_map') }} as statuses
    on placed.source_system = statuses.source_system
    and placed.raw_response_status = statuses.raw_response_status
