-- one row per raw row of dynamics.msfp_surveyresponse: every version that was landed, numbered from the newest
-- left out: msfp_respondent, msfp_respondentemailaddress (personal; regardingobjectid tells who it was),
--   msfp_questionresponseslist (its questions are in other tables), msfp_sentiment (a machine's guess)
{{ config(enabled = 'dynamics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'msfp_surveyresponse') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('activityid') }} as source_response_id,
        coalesce(
            {{ trim_to_null('msfp_surveyid') }}, {{ trim_to_null('msfp_sourcesurveyidentifier') }}, 'customer_voice'
        ) as source_survey_id,
        {{ trim_to_null('regardingobjectid') }} as regarding_id,
        -- text
        lower({{ trim_to_null('regardingobjecttypecode') }}) as regarding_type,
        {{ trim_to_null('msfp_npsscore') }} as raw_score,
        {{ trim_to_null('msfp_language') }} as language,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('msfp_startdate') }} as started_at,
        coalesce({{ parse_timestamp('msfp_submitdate') }}, {{ parse_timestamp('createdon') }}) as submitted_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.msfp_surveyresponse', key='source_response_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
