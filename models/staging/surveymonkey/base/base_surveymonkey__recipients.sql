-- one row per raw row of surveymonkey.recipients: every version that was landed, numbered from the newest
-- left out: email, phone_number, custom_fields (an anonymous collector must not be undone by them),
--   survey_link, remove_link (personal links)
{{ config(enabled = 'surveymonkey' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('surveymonkey', 'recipients') }}

),

renamed as (

    select
        -- ids; the collector may stand only in the address of the recipient
        {{ trim_to_null('id') }} as source_recipient_id,
        coalesce(
            {{ trim_to_null('collector_id') }},
            nullif(regexp_extract(href, '/collectors/([^/?]+)', 1), '')
        ) as source_collector_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        -- text
        lower({{ trim_to_null('mail_status') }}) as mail_status,
        lower({{ trim_to_null('survey_response_status') }}) as survey_response_status,
        -- timestamps
        {{ parse_timestamp('sent_at') }} as sent_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'surveymonkey.recipients', key='source_recipient_id', newest=['loaded_at']) }}

)

select * from versioned
