-- one row per answer inside a response of surveymonkey.survey_responses (newest version), with its score
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

answers as (

    select * from {{ ref('base_surveymonkey__answers') }}

),

choices as (

    select
        source_question_id,
        source_choice_id,
        max(choice_text) as choice_text,
        max(choice_weight) as choice_weight,
        max(choice_score) as choice_score,
        max(choice_count) as choice_count,
        bool_or(is_nps) as is_nps,
        bool_or(is_not_applicable) as is_not_applicable

    from {{ ref('base_surveymonkey__choices') }}

    group by 1, 2

),

contact_questions as (

    select distinct source_question_id

    from {{ ref('base_surveymonkey__survey_questions') }}

    where question_family = 'demographic'

),

matched as (

    select
        answers.*,
        choices.choice_text,
        choices.choice_score,
        choices.choice_count,
        choices.is_nps,
        choices.is_not_applicable,
        coalesce(answers.choice_weight, choices.choice_weight) as weight,
        case
            when choices.choice_score >= 9 then '100'
            when choices.choice_score >= 7 then '0'
            else '-100'
        end as nps_weight,
        -- name, e-mail and phone belong to the respondent, they are no feedback
        contact_questions.source_question_id is not null as asks_for_contact,
        count(answers.source_choice_id) over question as chosen_count,
        max(answers.answer_text) filter (
            where answers.source_choice_id is null
            and answers.source_other_id is not null
        ) over question as comment_text

    from answers

    left join choices
        on answers.source_question_id = choices.source_question_id
        and answers.source_choice_id = choices.source_choice_id

    left join contact_questions
        on answers.source_question_id = contact_questions.source_question_id

    window question as (
        partition by answers.source_response_id, answers.source_question_id
    )

),

scored as (

    select
        raw_row_id,
        source_answer_id,
        source_response_id,
        source_question_id,
        source_row_id,
        case
            when is_not_applicable then null
            -- the weight must agree with the score; where it does not, neither is believed
            when is_nps and weight <> nps_weight
                then coalesce(choice_text, '') || ' (weight ' || weight || ')'
            when choice_score = floor(choice_score)
                then cast(cast(choice_score as integer) as string)
            when choice_score is not null then cast(choice_score as string)
            -- eleven choices may be an NPS question, whose weights are no scores
            when weight is not null and choice_count <> 11 then weight
            when source_choice_id is not null
                then coalesce(choice_text, 'choice ' || source_choice_id)
            when try_cast(answer_text as double) is not null then answer_text
        end as raw_score,
        case
            when asks_for_contact then null
            -- a comment is an element of its own: it belongs to the one choice beside it
            when chosen_count = 1 then coalesce(answer_text, comment_text)
            else answer_text
        end as answer_text,
        raw_record

    from matched

    where chosen_count <> 1
        or source_choice_id is not null
        or source_other_id is null

)

select * from scored
