-- one row per raw row of qualtrics.survey_response: every version that was landed, numbered from the newest
-- left out: ip_address, location_latitude, location_longitude (personal, no KPI needs them)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'survey_response') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_response_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('external_reference') }} as external_id,
        -- text
        lower({{ trim_to_null('status') }}) as raw_response_status,
        {{ trim_to_null('distribution_channel') }} as raw_channel,
        {{ trim_to_null('recipient_email') }} as email,
        {{ trim_to_null('recipient_first_name') }} as first_name,
        {{ trim_to_null('recipient_last_name') }} as last_name,
        {{ trim_to_null('user_language') }} as language,
        -- booleans
        coalesce(try_cast(finished as boolean), false) as is_finished,
        -- timestamps
        {{ parse_timestamp('start_date') }} as started_at,
        {{ parse_timestamp('end_date') }} as submitted_at,
        {{ parse_timestamp('recorded_date') }} as recorded_at,
        {{ parse_timestamp('last_modified_date') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.survey_response', key='source_response_id', newest=['updated_at', 'loaded_at']) }}

)

select * from versioned
