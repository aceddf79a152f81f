-- one row per raw row of qualtrics.distribution: every version that was landed, numbered from the newest
-- left out: header_*, message_* (the mail itself), recipient_*, request_status (the contacts have their own)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'distribution') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_distribution_id,
        {{ trim_to_null('parent_distribution_id') }} as parent_source_distribution_id,
        {{ trim_to_null('survey_link_survey_id') }} as source_survey_id,
        -- text
        lower({{ trim_to_null('request_type') }}) as request_type,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('modified_date') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.distribution', key='source_distribution_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
