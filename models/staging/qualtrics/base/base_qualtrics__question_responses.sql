-- one row per raw row of qualtrics.question_response: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'question_response') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('_fivetran_id') }} as source_answer_id,
        {{ trim_to_null('response_id') }} as source_response_id,
        {{ trim_to_null('question_id') }} as source_question_id,
        {{ trim_to_null('sub_question_key') }} as source_row_id,
        -- text
        {{ trim_to_null('value') }} as raw_score,
        {{ trim_to_null('text') }} as answer_text,
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
        partition by source_answer_id
        order by
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'qualtrics.question_response|' || coalesce(source_answer_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
