-- one row per raw row of hubspot.contact_merge_audit: every version that was landed, numbered from the newest
-- left out: first_name, last_name (of the loser; personal, no KPI needs them)
{{ config(enabled = 'hubspot' in var('crm_vendors') + var('help_desk_vendors') + var('survey_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'contact_merge_audit') }}

),

renamed as (

    select
        -- ids
        coalesce({{ trim_to_null('canonical_vid') }}, '') || '|' || coalesce({{ trim_to_null('vid_to_merge') }}, '') as source_merge_id,
        {{ trim_to_null('canonical_vid') }} as surviving_source_contact_id,
        {{ trim_to_null('vid_to_merge') }} as merged_source_contact_id,
        -- timestamps
        {{ parse_timestamp('timestamp') }} as merged_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.contact_merge_audit', key='source_merge_id', newest=['merged_at', 'loaded_at']) }}

)

select * from versioned
