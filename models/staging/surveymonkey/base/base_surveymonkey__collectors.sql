-- one row per raw row of surveymonkey.collectors: every version that was landed, numbered from the newest
-- left out: anonymous_type, allow_multiple_responses, edit_response_type (the responses show what came of them),
--   messages, URLs, limits (no KPI needs them)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('surveymonkey', 'collectors') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_collector_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        -- text
        {{ trim_to_null('type') }} as raw_channel,
        -- timestamps
        {{ parse_timestamp('date_modified') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'surveymonkey.collectors', key='source_collector_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
