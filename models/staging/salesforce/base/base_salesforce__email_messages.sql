-- one row per raw row of salesforce.email_message: every version that was landed, numbered from the newest
-- left out: html_body, headers, to and cc addresses (personal, no KPI needs them)
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'email_message') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_message_id,
        {{ trim_to_null('parent_id') }} as source_ticket_id,
        {{ trim_to_null('created_by_id') }} as source_creator_id,
        {{ trim_to_null('from_id') }} as source_sender_id,
        -- text
        {{ trim_to_null('text_body') }} as body,
        {{ trim_to_null('status') }} as raw_status,
        {{ trim_to_null('automation_type') }} as automation_type,
        -- booleans
        try_cast(incoming as boolean) as is_incoming,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        coalesce(
            {{ parse_timestamp('message_date') }},
            {{ parse_timestamp('created_date') }}
        ) as sent_at,
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

    {{ number_versions('renamed', 'salesforce.email_message', key='source_message_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
