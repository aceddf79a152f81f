-- one row per raw row of salesforce.case_comment: every version that was landed, numbered from the newest
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'case_comment') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_message_id,
        {{ trim_to_null('parent_id') }} as source_ticket_id,
        {{ trim_to_null('created_by_id') }} as source_author_id,
        -- text
        {{ trim_to_null('comment_body') }} as body,
        -- booleans
        try_cast(is_published as boolean) as is_public,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_date') }} as sent_at,
        coalesce(
            {{ parse_timestamp('system_modstamp') }},
            {{ parse_timestamp('last_modified_date') }}
        ) as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'salesforce.case_comment', key='source_message_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
