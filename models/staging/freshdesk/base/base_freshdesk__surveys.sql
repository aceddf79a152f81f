-- one row per raw row of freshdesk.surveys: every version that was landed, numbered from the newest
{{ config(enabled = 'freshdesk' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'surveys') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_survey_id,
        -- text
        {{ trim_to_null('title') }} as survey_name,
        case try_cast(active as boolean)
            when true then 'active'
            when false then 'inactive'
        end as raw_status,
        {{ trim_to_null('questions') }} as survey_questions,
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

    {{ number_versions('renamed', 'freshdesk.surveys', key='source_survey_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
