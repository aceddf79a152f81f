-- one row per raw row of surveymonkey.survey_responses: every version that was landed, numbered from the newest
-- left out: ip_address (personal), total_time (counts the time away from the survey), logic_path, page_path,
--   the URLs (no KPI needs them)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

source as (

    select
        *,
        json_extract({{ as_json('metadata') }}, '$.contact') as contact

    from {{ source('surveymonkey', 'survey_responses') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_response_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('collector_id') }} as source_collector_id,
        {{ trim_to_null('recipient_id') }} as source_recipient_id,
        {{ trim_to_null('custom_value') }} as custom_value,
        -- text
        lower({{ trim_to_null('response_status') }}) as response_status,
        lower({{ trim_to_null('collection_mode') }}) as collection_mode,
        coalesce(
            {{ trim_to_null('email_address') }},
            {{ trim_to_null("json_extract_string(contact, '$.email.value')") }}
        ) as email,
        coalesce(
            {{ trim_to_null('first_name') }},
            {{ trim_to_null("json_extract_string(contact, '$.first_name.value')") }}
        ) as first_name,
        coalesce(
            {{ trim_to_null('last_name') }},
            {{ trim_to_null("json_extract_string(contact, '$.last_name.value')") }}
        ) as last_name,
        {{ trim_to_null("json_extract_string(contact, '$.phone_number.value')") }} as phone,
        {{ trim_to_null('language') }} as language,
        custom_variables,
        pages,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('date_created') }} as started_at,
        {{ parse_timestamp('date_modified') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'surveymonkey.survey_responses', key='source_response_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
