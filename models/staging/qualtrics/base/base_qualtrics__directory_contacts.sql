-- one row per raw row of qualtrics.directory_contact: every version that was landed, numbered from the newest
-- left out: embedded_data_* (free fields of the directory, no KPI needs them)
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'directory_contact') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('ext_ref') }} as external_id,
        -- text
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('phone') }} as phone,
        {{ trim_to_null('language') }} as language,
        -- booleans
        coalesce(try_cast(directory_unsubscribed as boolean), false) as has_opted_out_of_email,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('creation_date') }} as created_at,
        {{ parse_timestamp('last_modified') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.directory_contact', key='source_contact_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
