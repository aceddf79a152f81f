-- one row per raw row of surveymonkey.survey_pages: every version that was landed, numbered from the newest
-- left out: title, description, position, question_count (no KPI needs them)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('surveymonkey', 'survey_pages') }}

),

renamed as (

    select
        -- ids; the survey stands only in the address of the page
        {{ trim_to_null('id') }} as source_page_id,
        nullif(regexp_extract(href, '/surveys/([^/?]+)', 1), '') as source_survey_id,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'surveymonkey.survey_pages', key='source_page_id', newest=['loaded_at']) }}

)

select * from versioned
