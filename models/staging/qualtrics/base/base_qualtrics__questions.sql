-- one row per raw row of qualtrics.question: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'question') }}

),

renamed as (

    select
        -- ids
        survey_id || '|' || id as source_survey_question_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('id') }} as source_question_id,
        -- text
        {{ trim_to_null('data_export_tag') }} as question_key,
        {{ trim_to_null('question_text') }} as question_text,
        {{ trim_to_null('question_type') }} as question_type,
        {{ trim_to_null('selector') }} as selector,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_survey_question_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'qualtrics.question|' || coalesce(source_survey_question_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
