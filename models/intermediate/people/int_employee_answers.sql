-- one row per answer of an employee to a question about work, with the reason why it does not count (null: it counts)
{{ config(schema = 'restricted') }}

with

answers as (

    select * from {{ ref('int_survey_responses_unioned') }}

),

questions as (

    select * from {{ ref('int_surveys_unioned') }}
    where is_employee_survey
        and metric_code in ('enps', 'engagement')

),

-- the address stays here: it tells who answered twice, and goes no further
respondents as (

    select
        contact_record_id,
        coalesce(lower(email), external_id) as respondent_identity

    from {{ ref('int_contacts_unioned') }}

),

attributes as (

    select
        survey_response_id,
        max(field_value) filter (where respondent_attribute = 'team') as team,
        max(field_value) filter (where respondent_attribute = 'site') as site,
        max(field_value) filter (where respondent_attribute = 'tenure_band')
            as tenure_band,
        max(lower(field_value)) filter (where respondent_attribute = 'employment_type')
            as employment_type

    from {{ ref('int_response_attributes_unioned') }}

    group by 1

),

response_statuses as (

    select * from {{ ref('response_status_map') }}

),

judged as (

    select
        answers.survey_answer_id,
        answers.source_system,
        answers.survey_id,
        answers.survey_response_id,
        answers.survey_question_id,
        answers.source_row_id,
        questions.metric_code,
        coalesce(respondents.respondent_identity, answers.survey_response_id)
            as respondent_identity,
        coalesce(attributes.team, 'unknown') as team,
        coalesce(attributes.site, 'unknown') as site,
        coalesce(attributes.tenure_band, 'unknown') as tenure_band,
        -- no wave named: survey and quarter, as often as staff are asked
        coalesce(
            answers.wave_id,
            answers.survey_id || '|'
            || cast(cast(date_trunc('quarter', answers.submitted_at) as date) as string)
        ) as wave_id,
        answers.score,
        answers.is_answered,
        answers.submitted_at,
        case
            when response_statuses.exclusion_reason is not null
                then response_statuses.exclusion_reason
            when not answers.is_finished then 'unfinished'
            when attributes.employment_type in ('{{ var("employee_survey_out_of_scope") | join("', '") }}') -- noqa: LT05
                then 'contractor'
        end as response_exclusion_reason

    from answers

    inner join questions
        on answers.survey_question_id = questions.survey_question_id

    left join respondents
        on answers.respondent_record_id = respondents.contact_record_id

    left join attributes
        on answers.survey_response_id = attributes.survey_response_id

    left join response_statuses
        on answers.source_system = response_statuses.source_system
        and answers.raw_response_status = response_statuses.raw_response_status

)

select * from judged
