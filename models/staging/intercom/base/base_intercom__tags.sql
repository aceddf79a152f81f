-- one row per raw row of intercom.tag: every version that was landed, numbered from the newest
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'tag') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_tag_id,
        -- text
        lower({{ trim_to_null('name') }}) as tag,
        -- the house rule for a tag that names the topic of a conversation: category:billing
        nullif(regexp_extract(lower(name), '^ *(category|topic) *: *(.*[^ ]) *$', 2), '') as category,
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

    {{ number_versions('renamed', 'intercom.tag', key='source_tag_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
