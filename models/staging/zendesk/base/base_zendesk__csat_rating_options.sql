-- one row per raw row of zendesk.csat_survey_rating_option: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'csat_survey_rating_option') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('question_id') }} as source_question_id,
        survey_id || '|' || question_id || '|' || coalesce(survey_version, '') || '|' || rating
            as source_rating_option_id,
        -- numbers
        try_cast(survey_version as integer) as survey_version,
        try_cast(rating as double) as rating,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.csat_survey_rating_option', key='source_rating_option_id', newest=['loaded_at']) }}

)

select * from versioned
