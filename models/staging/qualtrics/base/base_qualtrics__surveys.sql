-- one row per raw row of qualtrics.survey: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'survey') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_survey_id,
        -- text
        {{ trim_to_null('survey_name') }} as survey_name,
        {{ trim_to_null('survey_status') }} as raw_status,
        {{ trim_to_null('project_category') }} as survey_category,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('last_modified') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.survey', key='source_survey_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
