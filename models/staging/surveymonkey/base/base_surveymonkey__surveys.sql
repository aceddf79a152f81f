-- one row per raw row of surveymonkey.surveys: every version that was landed, numbered from the newest
-- left out: language (a respondent may choose another), the URLs, buttons_text, theme and counts (no KPI needs them)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('surveymonkey', 'surveys') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_survey_id,
        -- text
        {{ trim_to_null('title') }} as survey_name,
        {{ trim_to_null('category') }} as survey_category,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps; a survey's dates come without a zone, they are taken for UTC
        {{ parse_timestamp('date_created') }} as created_at,
        {{ parse_timestamp('date_modified') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'surveymonkey.surveys', key='source_survey_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
