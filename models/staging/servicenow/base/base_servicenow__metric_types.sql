-- one row per raw row of servicenow.asmt_metric_type: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'asmt_metric_type') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_survey_id,
        -- text
        {{ trim_to_null('name') }} as survey_name,
        {{ trim_to_null('active') }} as raw_status,
        -- timestamps
        {{ parse_timestamp('sys_created_on') }} as created_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.asmt_metric_type', key='source_survey_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
