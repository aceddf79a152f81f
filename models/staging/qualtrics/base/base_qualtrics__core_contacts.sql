-- one row per raw row of qualtrics.core_contact: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'core_contact') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_contact_id,
        {{ trim_to_null('external_data_reference') }} as external_id,
        -- text
        {{ trim_to_null('first_name') }} as first_name,
        {{ trim_to_null('last_name') }} as last_name,
        {{ trim_to_null('email') }} as email,
        {{ trim_to_null('language') }} as language,
        -- booleans
        coalesce(try_cast(unsubscribed as boolean), false) as has_opted_out_of_email,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.core_contact', key='source_contact_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
