-- one row per question of a form in typeform.forms, as the newest version of the form that has it
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

forms as (

    select
        source_survey_id,
        version_number,
        is_deleted,
        loaded_at,
        {{ as_json('fields') }} as fields

    from {{ ref('base_typeform__forms') }}

    where source_survey_id is not null

),

-- groups, pages of several questions, matrices and contact blocks hold fields, at any depth
elements as (

    select
        source_survey_id,
        version_number,
        is_deleted,
        loaded_at,
        {{ each() }}({{ json_form_fields('fields') }}) as field

    from forms

),

described as (

    select
        source_survey_id,
        version_number,
        is_deleted,
        loaded_at,
        field,
        {{ trim_to_null("json_extract_string(field, '$.id')") }} as field_id,
        {{ trim_to_null("json_extract_string(field, '$.ref')") }} as field_ref,
        json_extract_string(field, '$.type') as question_type,
        json_extract_string(field, '$.title') as field_title,
        try_cast(json_extract_string(field, '$.properties.steps') as integer)
            as step_count,
        try_cast(json_extract_string(field, '$.properties.start_at_one') as boolean)
            as starts_at_one

    from elements

),

-- a row of a matrix reads "Speed": the question is the title of the matrix
matrix_rows as (

    select
        source_survey_id,
        version_number,
        field_title as matrix_title,
        {{ each() }}({{ json_texts_at('field', '$.properties.fields[*].id') }}) as field_id

    from described

    where question_type = 'matrix'

),

-- the ref outlives a copy of the form, the id does not
questions as (

    select
        described.*,
        coalesce(described.field_ref, described.field_id) as source_question_id,
        nullif(concat_ws(': ', matrix_rows.matrix_title, described.field_title), '')
            as question_text,
        row_number() over (
            partition by
                described.source_survey_id,
                coalesce(described.field_ref, described.field_id)
            order by described.version_number, described.field_id
        ) as field_rank

    from described

    left join matrix_rows
        on described.source_survey_id = matrix_rows.source_survey_id
        and described.version_number = matrix_rows.version_number
        and described.field_id = matrix_rows.field_id

    where described.question_type not in (
            'group', 'inline_group', 'matrix', 'contact_info', 'statement'
        )

)

select
    'typeform.forms.fields|' || source_survey_id || '|' || source_question_id
        as raw_row_id,
    source_survey_id,
    source_question_id,
    question_type,
    question_text,
    step_count,
    starts_at_one,
    -- what only an older version of the form has was deleted
    is_deleted or version_number > 1 as is_deleted,
    loaded_at,
    cast(field as string) as raw_record

from questions

where field_rank = 1
    and source_question_id is not null
