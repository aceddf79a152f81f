-- one row per choice of a question of surveymonkey.survey_questions (newest version), with the score that it stands for
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

questions as (

    select * from {{ ref('base_surveymonkey__survey_questions') }}
    where version_number = 1
        and source_question_id is not null

),

elements as (

    select
        source_survey_question_id,
        source_question_id,
        question_text,
        {{ each() }}({{ json_list_at(as_json('choices'), '$[*]') }}) as choice

    from questions

),

renamed as (

    select
        source_survey_question_id,
        source_question_id,
        question_text,
        json_extract_string(choice, '$.id') as source_choice_id,
        {{ trim_to_null("json_extract_string(choice, '$.text')") }} as choice_text,
        -- a loader may have made a number of it: -100.0
        regexp_replace(json_extract_string(choice, '$.weight'), '\.0+$', '') as choice_weight,
        try_cast(json_extract_string(choice, '$.position') as integer)
            as choice_position,
        coalesce(try_cast(json_extract_string(choice, '$.is_na') as boolean), false)
            as is_not_applicable

    from elements
),

-- a label that holds one number ("0 - Not at all likely") shows the score
numbered as (

    select
        *,
        case
            when regexp_matches(choice_text, '^[^0-9]*[0-9]+[^0-9]*$')
                then try_cast(regexp_extract(choice_text, '[0-9]+', 0) as integer)
        end as label_number,
        row_number() over (
            partition by source_survey_question_id, is_not_applicable
            order by choice_position, source_choice_id
        ) as choice_rank

    from renamed

),

described as (

    select
        source_survey_question_id,
        count(*) as choice_count,
        coalesce(bool_and(choice_weight in ('-100', '0', '100')), false)
        and count(distinct choice_weight) = 3 as has_nps_weights,
        count(distinct label_number) = count(*) as has_label_numbers,
        count(choice_weight) = 0
        and count(distinct label_number) = 11
        and min(label_number) = 0
        and max(label_number) = 10
        and bool_or(lower(question_text) like '%recommend%') as reads_like_nps

    from numbered

    where not is_not_applicable

    group by 1

),

judged as (

    select
        numbered.*,
        described.choice_count,
        described.has_label_numbers,
        -- the weights of an NPS question are what a choice adds to the NPS
        described.choice_count = 11
        and (described.has_nps_weights or described.reads_like_nps) as is_nps

    from numbered

    left join described
        on numbered.source_survey_question_id = described.source_survey_question_id

)

select
    'surveymonkey.survey_questions.choices|' || source_survey_question_id || '|'
    || choice_rank || '|' || is_not_applicable as raw_row_id,
    source_survey_question_id,
    source_question_id,
    source_choice_id,
    choice_text,
    choice_weight,
    choice_count,
    cast(case
        when is_not_applicable then null
        when is_nps and has_label_numbers then label_number
        when is_nps then choice_rank - 1
        when choice_weight is not null then try_cast(choice_weight as double)
        when has_label_numbers then label_number
    end as double) as choice_score,
    is_not_applicable,
    is_nps

from judged
