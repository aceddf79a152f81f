-- one row per raw row of zendesk.csat_survey_question: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'csat_survey_question') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('question_id') }} as source_question_id,
        survey_id || '|' || question_id as source_survey_question_id,
        -- text
        {{ trim_to_null('alias') }} as question_key,
        {{ trim_to_null('headline_value') }} as question_text,
        lower({{ trim_to_null('type') }}) as question_type,
        -- numbers
        try_cast(survey_version as integer) as survey_version,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions(
        'renamed', 'zendesk.csat_survey_question', key='source_survey_question_id',
        newest=['is_active_version', 'survey_version', 'loaded_at']
    ) }}

)

select * from versioned
