-- one row per raw row of typeform.responses: every version that was landed, numbered from the newest
-- left out: calculated (the score of a quiz is no satisfaction), variables (set by the logic of the form),
--   metadata (personal: browser, network), landing_id (the token again)
{{ config(enabled = 'typeform' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('typeform', 'responses') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('response_id') }} as source_response_id,
        {{ trim_to_null('form_id') }} as source_survey_id,
        -- text
        lower({{ trim_to_null('response_type') }}) as response_type,
        hidden as hidden_fields,
        answers,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps; what was not submitted is dated to the year 1
        {{ parse_timestamp('landed_at') }} as started_at,
        nullif({{ parse_timestamp('submitted_at') }}, cast('0001-01-01' as timestamp))
            as submitted_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'typeform.responses', key='source_response_id', newest=['is_active_version', 'submitted_at', 'loaded_at']) }}

)

select * from versioned
