-- one row per question that a form of typeform.forms has, or that only answers of typeform.responses have
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

fields as (

    select * from {{ ref('base_typeform__fields') }}

),

-- a deleted question stays in the answers that were given to it
answered_fields as (

    select
        source_survey_id,
        source_question_id,
        max(question_type) as question_type,
        max(loaded_at) as loaded_at

    from {{ ref('base_typeform__answers') }}

    where source_survey_id is not null
        and source_question_id is not null

    group by 1, 2

),

deleted_fields as (

    select answered_fields.*

    from answered_fields

    left join fields
        on answered_fields.source_survey_id = fields.source_survey_id
        and answered_fields.source_question_id = fields.source_question_id

    where fields.source_question_id is null

),

unioned as (

    select
        'forms.fields' as source_table,
        raw_row_id,
        source_survey_id,
        source_question_id,
        question_type,
        question_text,
        step_count,
        coalesce(starts_at_one, false) as starts_at_one,
        is_deleted,
        loaded_at,
        raw_record
    from fields

    union all

    select
        'responses.fields' as source_table,
        'typeform.responses.fields|' || source_survey_id || '|'
        || source_question_id as raw_row_id,
        source_survey_id,
        source_question_id,
        question_type,
        cast(null as string) as question_text,
        cast(null as integer) as step_count,
        false as starts_at_one,
        true as is_deleted,
        loaded_at,
        cast(null as string) as raw_record
    from deleted_fields

),

judged as (

    select
        *,
        question_type = 'nps'
        or (
            question_type = 'opinion_scale'
            and step_count = 11
            and not starts_at_one
            and lower(question_text) like '%recommend%'
        ) as is_nps,
        -- stars are counted from 1; an opinion scale starts at 0 unless it says otherwise
        case
            when question_type = 'nps' then 0
            when step_count is null then null
            when question_type = 'rating' then 1
            when question_type = 'opinion_scale' and starts_at_one then 1
            when question_type = 'opinion_scale' then 0
        end as first_step

    from unioned

)

select
    raw_row_id,
    source_table,
    source_survey_id,
    source_question_id,
    question_type,
    question_text,
    is_nps,
    cast(first_step as double) as scale_min,
    cast(
        first_step + case when is_nps then 10 else step_count - 1 end as double
    ) as scale_max,
    is_deleted,
    loaded_at,
    raw_record

from judged
