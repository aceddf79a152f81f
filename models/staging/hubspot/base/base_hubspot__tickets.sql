-- one row per raw row of hubspot.ticket: every version that was landed, numbered from the newest
-- left out: property_hs_pipeline (the stage says it), property_time_to_close, property_time_to_first_agent_reply (milliseconds of
--   calendar time: the same times are counted here for all tools)
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('hubspot', 'ticket') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_ticket_id,
        {{ trim_to_null('property_hs_pipeline_stage') }} as source_stage_id,
        -- owners are counted apart from contacts
        'owner|' || {{ trim_to_null('property_hubspot_owner_id') }} as source_assignee_id,
        {{ trim_to_null('property_hubspot_team_id') }} as source_group_id,
        {{ trim_to_null('property_hs_created_by_user_id') }} as created_by_user_id,
        {{ trim_to_null('property_hs_merged_object_ids') }} as merged_source_ticket_ids,
        -- text
        {{ trim_to_null('property_subject') }} as subject,
        {{ trim_to_null('property_content') }} as body,
        {{ trim_to_null('property_source_type') }} as raw_channel,
        {{ trim_to_null('property_hs_ticket_priority') }} as raw_priority,
        {{ trim_to_null('property_hs_ticket_category') }} as category_code,
        -- booleans
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        {{ parse_timestamp('property_createdate') }} as created_at,
        {{ parse_timestamp('property_hs_lastmodifieddate') }} as updated_at,
        {{ parse_timestamp('property_closed_date') }} as closed_date,
        {{ parse_timestamp('property_first_agent_reply_date') }} as first_response_at,
        {{ parse_timestamp('property_hs_time_to_first_response_sla_at') }} as first_response_due_at,
        {{ parse_timestamp('property_hs_time_to_close_sla_at') }} as resolution_due_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'hubspot.ticket', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
