-- one row per free-text answer of a survey and comment on a rating: words that the company asked for
with

answers as (

    select * from {{ ref('int_survey_answer_tickets') }}
    where answer_text is not null
        -- a number that was typed in is a score, and no word
        and answer_text is distinct from raw_score

),

-- what staff says about its work is no word of a customer
surveys as (

    select * from {{ ref('dim_surveys') }}
    where not is_employee_survey

),

people as (

    select * from {{ ref('int_customer_keys') }}

),

rated_contacts as (

    select * from {{ ref('int_rated_contacts') }}

),

response_statuses as (

    select * from {{ ref('response_status_map') }}

),

judged as (

    select
        'answer|' || answers.survey_answer_id as feedback_item_id,
        answers.source_system,
        coalesce(people.customer_id, 'unknown') as customer_id,
        case
            when people.customer_id is null then 'unknown'
            else coalesce(people.account_id, 'none')
        end as account_id,
        coalesce(people.payer_id, 'unknown') as payer_id,
        coalesce(rated_contacts.agent_id, 'unassigned') as agent_id,
        rated_contacts.ticket_id,
        answers.survey_id,
        answers.survey_response_id,
        answers.survey_answer_id,
        cast(null as string) as message_id,
        'solicited' as source_kind,
        'survey' as feedback_source,
        coalesce(people.segment, 'unknown') as segment,
        -- the channel of the contact that was rated, else the way the survey went out
        coalesce(rated_contacts.channel, answers.channel) as channel,
        coalesce(rated_contacts.agent_group, 'unassigned') as agent_group,
        answers.answer_text as feedback_text,
        case
            when response_statuses.exclusion_reason is not null
                then response_statuses.exclusion_reason
            -- words that were not sent off were not given
            when not answers.is_finished then 'unfinished'
            when people.is_internal then 'internal'
            else rated_contacts.exclusion_reason
        end as giver_exclusion_reason,
        answers.submitted_at as feedback_at

    from answers

    inner join surveys
        on answers.survey_id = surveys.survey_id

    left join people
        on answers.respondent_record_id = people.contact_record_id

    left join rated_contacts
        on answers.survey_response_id = rated_contacts.survey_response_id
        and answers.ticket_id = rated_contacts.ticket_id

    left join response_statuses
        on answers.source_system = response_statuses.source_system
        and answers.raw_response_status = response_statuses.raw_response_status

)

select * from judged
