-- one row per raw row of hubspot.engagement_note: every version that was landed, numbered from the newest
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'engagement_note') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('engagement_id') }} as source_engagement_id,
        -- owners are counted apart from contacts
        'owner|' || {{ trim_to_null('property_hubspot_owner_id') }} as source_owner_id,
        -- text
        {{ trim_to_null('property_hs_note_body') }} as body,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        coalesce(
            {{ parse_timestamp('property_hs_timestamp') }}, {{ parse_timestamp('property_hs_createdate') }}
        ) as sent_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.engagement_note', key='source_engagement_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
