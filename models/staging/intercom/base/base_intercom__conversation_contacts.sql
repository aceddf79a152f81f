-- one row per raw row of intercom.conversation_contact_history: every version that was landed, numbered from the newest
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('intercom', 'conversation_contact_history') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('conversation_id') }} as source_ticket_id,
        {{ trim_to_null('contact_id') }} as source_contact_id,
        conversation_id || '|' || contact_id as source_link_id,
        -- booleans; a link without an open version was taken away
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('conversation_updated_at') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'intercom.conversation_contact_history', key='source_link_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
