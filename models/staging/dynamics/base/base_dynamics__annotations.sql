-- one row per raw row of dynamics.annotation: every version that was landed, numbered from the newest
-- left out: documentbody, filename (attachments), subject (the note is in its text)
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'annotation') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('annotationid') }} as source_message_id,
        {{ trim_to_null('objectid') }} as regarding_id,
        {{ trim_to_null('createdby') }} as source_author_id,
        -- text
        lower({{ trim_to_null('objecttypecode') }}) as regarding_type,
        {{ trim_to_null('notetext') }} as body,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('createdon') }} as sent_at,
        {{ parse_timestamp('modifiedon') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'dynamics.annotation', key='source_message_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
