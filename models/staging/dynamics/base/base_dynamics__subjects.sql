-- one row per raw row of dynamics.subject: every version that was landed, numbered from the newest
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'subject') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('subjectid') }} as source_subject_id,
        -- text
        {{ trim_to_null('title') }} as subject_title,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.subject', key='source_subject_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
