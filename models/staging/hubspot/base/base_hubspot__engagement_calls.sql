-- one row per raw row of hubspot.engagement_call: every version that was landed, numbered from the newest
-- left out: recording, body, numbers of the two sides (personal, no KPI needs them)
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'engagement_call') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('engagement_id') }} as source_call_id,
        -- owners are counted apart from contacts
        'owner|' || {{ trim_to_null('property_hubspot_owner_id') }} as source_agent_id,
        -- text
        {{ trim_to_null('property_hs_call_direction') }} as raw_direction,
        {{ trim_to_null('property_hs_call_status') }} as call_status,
        {{ trim_to_null('property_hs_call_disposition') }} as disposition_code,
        -- numbers
        -- HubSpot counts milliseconds
        try_cast(property_hs_call_duration as double) / 1000 as talk_seconds,
        -- booleans
        try_cast(property_hs_call_has_voicemail as boolean) as has_voicemail,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        coalesce(
            {{ parse_timestamp('property_hs_timestamp') }}, {{ parse_timestamp('property_hs_createdate') }}
        ) as started_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.engagement_call', key='source_call_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
