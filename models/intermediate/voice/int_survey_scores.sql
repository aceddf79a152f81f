-- one row per answer to a question that a KPI is made of, with the reason why it does not count (null: it counts)
with

answers as (

    select * from {{ ref('int_survey_answer_tickets') }}

),

questions as (

    select * from {{ ref('int_surveys_unioned') }}
    -- what customers are asked; what staff says about its work is fct_employee_feedback
    where metric_code in (
            'nps', 'tnps', 'likelihood_other', 'csat', 'csat_overall', 'ces', 'fcr'
        )
        and is_employee_survey is not true

),

people as (

    select * from {{ ref('int_customer_keys') }}

),

rated_contacts as (

    select * from {{ ref('int_rated_contacts') }}

),

judged as (

    select
        answers.survey_answer_id, answers.source_system, answers.source_response_id, answers.source_question_id,
        answers.survey_id, answers.survey_question_id,
        questions.metric_code, questions.aspect, questions.scale_id, questions.scale_min, questions.scale_max, questions.wording,
        -- the unknown member stands for a respondent that no tool knows
        coalesce(people.customer_id, 'unknown') as customer_id,
        case
            when people.customer_id is null then 'unknown'
            else coalesce(people.account_id, 'none')
        end as account_id,
        coalesce(people.payer_id, 'unknown') as payer_id,
        coalesce(people.segment, 'unknown') as segment,
        rated_contacts.ticket_id,
        coalesce(rated_contacts.agent_id, 'unassigned') as agent_id,
        coalesce(rated_contacts.agent_group, 'unassigned') as agent_group,
        -- the channel of the contact that was rated, else the way the survey went out
        coalesce(rated_contacts.channel, answers.channel) as channel,
        -- no wave named: survey and month of the invitation, else of the answer
        coalesce(
            answers.wave_id,
            answers.survey_id || '|'
            || substring(
                cast(coalesce(answers.invited_at, answers.submitted_at) as string), 1, 7
            )
        ) as wave_id,
        answers.source_order_id,
        answers.source_journey_id,
        answers.raw_score,
        answers.score,
        answers.submitted_at,
        case
            when response_statuses.exclusion_reason is not null
                then response_statuses.exclusion_reason
            when not answers.is_finished then 'unfinished'
            when people.is_internal then 'internal'
            -- what is asked about the relationship does not depend on a ticket
            when questions.metric_code not in ('nps', 'csat_overall')
                then rated_contacts.exclusion_reason
        end as respondent_exclusion_reason,
        answers.is_answered

    from answers

    inner join questions
        on answers.survey_question_id = questions.survey_question_id

    left join people
        on answers.respondent_record_id = people.contact_record_id

    left join rated_contacts
        on answers.survey_response_id = rated_contacts.survey_response_id
        and answers.ticket_id = rated_contacts.ticket_id

    left join {{ ref('response_status_map') }} as response_statuses
        on answers.source_system = response_statuses.source_system
        and answers.raw_response_status = response_statuses.raw_response_status

)

select * from judged
