-- one row per raw row of servicenow.asmt_assessment_instance_question: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'asmt_assessment_instance_question') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_answer_id,
        {{ trim_to_null('instance_value') }} as source_response_id,
        {{ trim_to_null('metric_value') }} as source_question_id,
        -- text
        {{ trim_to_null('value') }} as raw_score,
        {{ trim_to_null('string_value') }} as answer_text,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions(
        'renamed', 'servicenow.asmt_assessment_instance_question', key='source_answer_id',
        newest=['is_active_version', 'updated_at', 'loaded_at']
    ) }}

)

select * from versioned
