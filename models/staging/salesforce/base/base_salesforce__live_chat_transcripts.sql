-- one row per raw row of salesforce.live_chat_transcript: every version that was landed, numbered from the newest
-- left out: body, ip_address, location, browser (personal, no KPI needs them)
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'live_chat_transcript') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_call_id,
        {{ trim_to_null('case_id') }} as source_ticket_id,
        {{ trim_to_null('contact_id') }} as source_contact_id,
        {{ trim_to_null('lead_id') }} as source_lead_id,
        {{ trim_to_null('owner_id') }} as source_owner_id,
        -- text
        {{ trim_to_null('status') }} as raw_status,
        -- numbers
        try_cast(wait_time as double) as wait_time,
        try_cast(abandoned as double) as abandoned_after,
        try_cast(chat_duration as double) as talk_seconds,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        coalesce(
            {{ parse_timestamp('request_time') }},
            {{ parse_timestamp('created_date') }}
        ) as started_at,
        {{ parse_timestamp('end_time') }} as ended_at,
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

    {{ number_versions('renamed', 'salesforce.live_chat_transcript', key='source_call_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
