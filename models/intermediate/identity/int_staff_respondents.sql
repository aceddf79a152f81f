-- one row per respondent of a survey that asks staff: no customer, whatever address it gave or kept back
with

answers as (

    select * from {{ ref('int_survey_responses_unioned') }}

),

questions as (

    select * from {{ ref('int_surveys_unioned') }}
    where is_employee_survey

)

select
    answers.respondent_record_id as contact_record_id,
    count(*) as answer_count

from answers

inner join questions
    on answers.survey_question_id = questions.survey_question_id

where answers.respondent_record_id is not null

group by 1
