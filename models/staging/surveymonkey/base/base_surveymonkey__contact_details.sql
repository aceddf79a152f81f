-- one row per response that answered a question for contact information, with what it says
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

questions as (

    select * from {{ ref('base_surveymonkey__survey_questions') }}
    where version_number = 1
        and question_family = 'demographic'

),

answers as (

    select * from {{ ref('base_surveymonkey__answers') }}

),

-- the rows of such a question say what they ask for
detail_rows as (

    select
        source_question_id,
        {{ each() }}({{ json_list_at(as_json('answer_rows'), '$[*]') }}) as detail_row

    from questions

),

typed as (

    select
        answers.source_response_id,
        answers.answer_text,
        json_extract_string(detail_rows.detail_row, '$.type') as detail_type

    from answers

    inner join detail_rows
        on answers.source_question_id = detail_rows.source_question_id
        and answers.source_row_id
        = json_extract_string(detail_rows.detail_row, '$.id')

),

grouped as (

    select
        source_response_id,
        max(answer_text) filter (where detail_type = 'email') as email,
        max(answer_text) filter (where detail_type = 'name') as full_name,
        max(answer_text) filter (where detail_type = 'phone') as phone,
        max(answer_text) filter (where detail_type = 'company') as company_name,
        nullif(
            concat_ws(
                ', ', max(answer_text) filter (where detail_type = 'address'),
                max(answer_text) filter (where detail_type = 'address2')
            ), ''
        ) as street,
        max(answer_text) filter (where detail_type = 'city') as city,
        max(answer_text) filter (where detail_type = 'state') as region,
        max(answer_text) filter (where detail_type = 'zip') as postcode,
        max(answer_text) filter (where detail_type = 'country') as country

    from typed

    group by 1

)

select * from grouped
