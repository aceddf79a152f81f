-- one row per raw row of zendesk.group: every version that was landed, numbered from the newest
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'group') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_group_id,
        -- text
        {{ trim_to_null('name') }} as group_name,
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

    {{ number_versions('renamed', 'zendesk.group', key='source_group_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
