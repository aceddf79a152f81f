-- one row per raw row of dynamics.stringmap: every version that was landed, numbered from the newest
-- left out: displayorder (the order in a list)
{{ config(enabled = 'dynamics' in var('crm_vendors') + var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('dynamics', 'stringmap') }}

),

renamed as (

    select
        -- ids
        -- the id alone is not trusted: it repeats in the tables of some loaders
        concat_ws(
            '|', {{ trim_to_null('stringmapid') }}, lower({{ trim_to_null('objecttypecode') }}),
            lower(coalesce({{ trim_to_null('renamed_attributename') }}, {{ trim_to_null('attributename') }})),
            {{ trim_to_null('attributevalue') }}, {{ trim_to_null('langid') }}
        ) as source_option_id,
        -- text
        lower({{ trim_to_null('objecttypecode') }}) as table_name,
        -- a column that the loader renamed goes by its new name in the tables
        lower(coalesce({{ trim_to_null('renamed_attributename') }}, {{ trim_to_null('attributename') }}))
            as field_name,
        {{ trim_to_null('attributevalue') }} as option_code,
        {{ trim_to_null('value') }} as option_label,
        -- numbers
        try_cast(langid as integer) as language_code,
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

    {{ number_versions('renamed', 'dynamics.stringmap', key='source_option_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
