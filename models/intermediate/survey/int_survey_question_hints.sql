-- one row per question that looks like a KPI by its wording, is scored, and is mapped to none
with

questions as (

    select * from {{ ref('int_surveys_unioned') }}
    where metric_code is null
        and not is_deleted

),

wordings as (

    select * from {{ ref('question_wordings') }}

),

-- only a question with numbers for answers, or with a scale, can feed a KPI
scored as (

    select
        source_system,
        source_survey_id,
        source_question_id,
        count(score) as scored_answer_count

    from {{ ref('int_survey_responses_checked') }}

    where reason_code is null

    group by 1, 2, 3

),

suggested as (

    select
        questions.survey_question_id,
        questions.source_system,
        questions.source_survey_id,
        questions.source_question_id,
        questions.question_text,
        min(wordings.metric_code) as suggested_metric_code,
        max(coalesce(scored.scored_answer_count, 0)) as scored_answer_count

    from questions

    inner join wordings
        on lower(questions.question_text) like '%' || wordings.fragment || '%'

    left join scored
        on questions.source_system = scored.source_system
        and questions.source_survey_id = scored.source_survey_id
        and questions.source_question_id = scored.source_question_id

    where scored.scored_answer_count > 0
        or questions.scale_max is not null

    group by 1, 2, 3, 4, 5

)

select * from suggested
