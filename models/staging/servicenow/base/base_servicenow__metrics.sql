-- one row per raw row of servicenow.asmt_metric: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'asmt_metric') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_question_id,
        {{ trim_to_null('metric_type_value') }} as source_survey_id,
        -- text
        {{ trim_to_null('name') }} as question_key,
        {{ trim_to_null('question') }} as question_text,
        {{ trim_to_null('datatype') }} as raw_question_type,
        -- numbers
        try_cast(min as double) as scale_min,
        try_cast(max as double) as scale_max,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('sys_created_on') }} as created_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.asmt_metric', key='source_question_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
