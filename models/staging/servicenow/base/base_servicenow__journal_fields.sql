-- one row per raw row of servicenow.sys_journal_field: every version that was landed, numbered from the newest
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'sys_journal_field') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_message_id,
        {{ trim_to_null('element_id') }} as source_ticket_id,
        {{ trim_to_null('sys_created_by') }} as author_user_name,
        -- text
        {{ trim_to_null('element') }} as element,
        {{ trim_to_null('value') }} as body,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('sys_created_on') }} as sent_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.sys_journal_field', key='source_message_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
