-- one row per raw row of zendesk.ticket: every version that was landed, numbered from the newest
-- left out: description (it is the first comment), url, recipient (no KPI needs them), satisfaction_rating
--   (the table of ratings and the history hold it), system_* (personal: address and location of the requester)
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('zendesk', 'ticket') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_ticket_id,
        {{ trim_to_null('requester_id') }} as source_requester_id,
        {{ trim_to_null('submitter_id') }} as source_submitter_id,
        {{ trim_to_null('assignee_id') }} as source_assignee_id,
        {{ trim_to_null('organization_id') }} as source_account_id,
        {{ trim_to_null('group_id') }} as source_group_id,
        {{ trim_to_null('custom_status_id') }} as source_custom_status_id,
        -- a list without an entry is no id: the loader writes []
        coalesce(
            nullif(regexp_extract(via_followup_source_id, '[0-9]+', 0), ''),
            json_extract_string({{ as_json('via') }}, '$.source.from.ticket_id')
        ) as followed_source_ticket_id,
        {{ trim_to_null('followup_ids') }} as followup_source_ticket_ids,
        {{ trim_to_null('merged_ticket_ids') }} as merged_source_ticket_ids,
        -- text
        {{ trim_to_null('status') }} as raw_status,
        {{ trim_to_null('priority') }} as raw_priority,
        {{ trim_to_null('type') }} as ticket_type,
        -- Fivetran lays the object `via` out as columns
        coalesce(
            {{ trim_to_null('via_channel') }},
            json_extract_string({{ as_json('via') }}, '$.channel')
        ) as via_channel,
        coalesce(
            {{ trim_to_null('via_source_rel') }},
            json_extract_string({{ as_json('via') }}, '$.source.rel')
        ) as via_source_rel,
        {{ trim_to_null('tags') }} as tag_list,
        {{ trim_to_null('custom_category') }} as category,
        {{ trim_to_null('subject') }} as subject,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ parse_timestamp('due_at') }} as due_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'zendesk.ticket', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
