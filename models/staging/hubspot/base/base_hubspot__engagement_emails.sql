-- one row per raw row of hubspot.engagement_email: every version that was landed, numbered from the newest
-- left out: addresses of the recipients (personal, no KPI needs them)
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'engagement_email') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('engagement_id') }} as source_engagement_id,
        -- owners are counted apart from contacts
        'owner|' || {{ trim_to_null('property_hubspot_owner_id') }} as source_owner_id,
        -- text
        upper({{ trim_to_null('property_hs_email_direction') }}) as email_direction,
        upper({{ trim_to_null('type') }}) as engagement_type,
        upper({{ trim_to_null('property_hs_email_status') }}) as email_status,
        lower({{ trim_to_null('property_hs_email_from_email') }}) as from_email,
        upper({{ trim_to_null('property_hs_object_source') }}) as object_source,
        coalesce({{ trim_to_null('property_hs_email_text') }}, {{ trim_to_null('property_hs_email_html') }}) as body,
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

    {{ number_versions('renamed', 'hubspot.engagement_email', key='source_engagement_id', newest=['is_active_version', 'loaded_at']) }}

)

select * from versioned
