-- one row per raw row of zendesk.csat_survey_answer: every version that was landed, numbered from the newest
-- left out: selections_* (the options of closed questions feed no KPI)
{{ config(enabled = 'zendesk' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'csat_survey_answer') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('survey_response_id') }} as source_response_id,
        {{ trim_to_null('question_id') }} as source_question_id,
        survey_response_id || '|' || question_id as source_answer_id,
        -- text
        -- rating_scale, closed_ended, open_ended, or skipped
        lower({{ trim_to_null('type') }}) as answer_type,
        {{ trim_to_null('rating') }} as raw_score,
        {{ trim_to_null('value') }} as answer_text,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.csat_survey_answer', key='source_answer_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
