-- one row per raw row of freshdesk.surveys and question in it, the default question always among them
{{ config(enabled = 'freshdesk' in var('survey_vendors')) }}

with

surveys as (

    select * from {{ ref('base_freshdesk__surveys') }}

),

questions as (

    select
        raw_row_id,
        {{ each() }}({{ json_elements(as_json('survey_questions')) }}) as question

    from surveys

),

unpacked as (

    select
        raw_row_id,
        case
            when try_cast(json_extract_string(question, '$.default') as boolean)
                then 'default_question'
            else json_extract_string(question, '$.id')
        end as source_question_id,
        json_extract_string(question, '$.label') as question_text,
        -- from the worst to the best: -103, -102, -101, 100, 101, 102, 103
        list_sort(list_distinct(
            {{ json_values("json_extract(question, '$.accepted_ratings')", 'integer') }}
        )) as ratings

    from questions

    union all

    -- the raw row is its default question, also where that cannot be read
    select
        raw_row_id,
        'default_question' as source_question_id,
        cast(null as string) as question_text,
        cast(null as {{ list_type('integer') }}) as ratings

    from surveys

),

-- an id is meant to be unique in its survey; where it is not, the question with ratings stands for it
numbered as (

    select
        *,
        row_number() over (
            partition by raw_row_id, source_question_id
            order by {{ list_length() }}(ratings) desc nulls last, question_text nulls last
        ) as copy_number

    from unpacked

    where source_question_id is not null

),

joined as (

    select
        surveys.raw_row_id || '|' || numbered.source_question_id
            as survey_question_key,
        surveys.raw_row_id,
        surveys.version_number,
        surveys.is_exact_duplicate,
        surveys.source_survey_id,
        numbered.source_question_id,
        surveys.survey_name,
        numbered.question_text,
        array_to_string(numbered.ratings, ',') as accepted_ratings,
        cast({{ list_length() }}(numbered.ratings) as integer) as accepted_rating_count,
        surveys.raw_status,
        surveys.is_deleted,
        surveys.created_at,
        surveys.updated_at,
        surveys.loaded_at,
        surveys.raw_record

    from numbered

    inner join surveys
        on numbered.raw_row_id = surveys.raw_row_id

    where numbered.copy_number = 1

)

select * from joined
