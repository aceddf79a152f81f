-- one row per raw row of surveymonkey.survey_questions: every version that was landed, numbered from the newest
-- left out: position, layout, sorting, required, forced_ranking, display_options (no KPI needs them)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('surveymonkey', 'survey_questions') }}

),

renamed as (

    select
        -- ids; survey and page stand only in the address of the question
        {{ trim_to_null('id') }} as source_question_id,
        coalesce(
            {{ trim_to_null('survey_id') }},
            nullif(regexp_extract(href, '/surveys/([^/?]+)', 1), '')
        ) as source_survey_id,
        coalesce(
            {{ trim_to_null('page_id') }},
            nullif(regexp_extract(href, '/pages/([^/?]+)', 1), '')
        ) as source_page_id,
        -- text
        {{ trim_to_null('family') }} as question_family,
        {{ trim_to_null('subtype') }} as question_subtype,
        {{ trim_to_null("json_extract_string(" ~ as_json('headings') ~ ", '$[0].heading')") }}
            as question_text,
        json_extract_string({{ as_json('answers') }}, '$.choices') as choices,
        json_extract_string({{ as_json('answers') }}, '$.rows') as answer_rows,
        -- numbers
        try_cast(json_extract_string({{ as_json('validation') }}, '$.min') as double)
            as answer_min,
        try_cast(json_extract_string({{ as_json('validation') }}, '$.max') as double)
            as answer_max,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

keyed as (

    select
        coalesce(source_survey_id, source_page_id, '') || '|' || source_question_id
            as source_survey_question_id,
        renamed.*

    from renamed

),

versioned as (

    {{ number_versions('keyed', 'surveymonkey.survey_questions', key='source_survey_question_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
