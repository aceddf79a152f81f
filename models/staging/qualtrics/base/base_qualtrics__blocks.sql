-- one row per raw row of qualtrics.block: every version that was landed, numbered from the newest
{{ config(enabled = 'qualtrics' in var('survey_vendors')) }}

with

source as (

    select * from {{ source('qualtrics', 'block') }}

),

renamed as (

    select
        -- ids
        survey_id || '|' || id as source_survey_block_id,
        {{ trim_to_null('survey_id') }} as source_survey_id,
        {{ trim_to_null('id') }} as source_block_id,
        -- text
        lower({{ trim_to_null('type') }}) as block_type,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'qualtrics.block', key='source_survey_block_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
