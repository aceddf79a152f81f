-- one row per raw row of servicenow.asmt_assessment_instance: every version that was landed, numbered from the newest
-- left out: due_date, expiration_date (no KPI needs them)
{{ config(enabled = 'servicenow' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'asmt_assessment_instance') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_response_id,
        {{ trim_to_null('metric_type_value') }} as source_survey_id,
        {{ trim_to_null('user_value') }} as source_contact_id,
        {{ trim_to_null('task_id_value') }} as source_task_id,
        {{ trim_to_null('trigger_id_value') }} as source_trigger_id,
        -- text
        case when _is_deleted then 'deleted' else {{ trim_to_null('state') }} end as raw_response_status,
        -- booleans
        _is_active as is_active_version,
        -- timestamps
        {{ parse_timestamp('sys_created_on') }} as sent_at,
        {{ parse_timestamp('taken_on') }} as answered_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.asmt_assessment_instance', key='source_response_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
