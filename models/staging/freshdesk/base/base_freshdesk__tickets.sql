-- one row per raw row of freshdesk.tickets: every version that was landed, numbered from the newest
-- left out: description (the same text as HTML), requester, *_emails (personal copies of what contacts hold),
--   nr_escalated, nr_due_by (the next reply that they speak of changes with every message),
--   email_config_id, association_type (no KPI needs them)
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('freshdesk', 'tickets') }}

),

-- an object of the ticket is one JSON column, or a column for each of its keys
unpacked as (

    select
        *,
        coalesce(
            category,
            json_extract_string({{ as_json('custom_fields') }}, '$.cf_category'),
            json_extract_string({{ as_json('custom_fields') }}, '$.category')
        ) as landed_category,
        coalesce(
            cast(stats_first_responded_at as string),
            json_extract_string({{ as_json('stats') }}, '$.first_responded_at')
        ) as text_of_first_responded_at,
        coalesce(
            cast(stats_resolved_at as string),
            json_extract_string({{ as_json('stats') }}, '$.resolved_at')
        ) as text_of_resolved_at,
        coalesce(
            cast(stats_closed_at as string),
            json_extract_string({{ as_json('stats') }}, '$.closed_at')
        ) as text_of_closed_at,
        coalesce(
            cast(stats_reopened_at as string),
            json_extract_string({{ as_json('stats') }}, '$.reopened_at')
        ) as text_of_reopened_at

    from source

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_ticket_id,
        {{ trim_to_null('requester_id') }} as source_requester_id,
        {{ trim_to_null('responder_id') }} as source_assignee_id,
        {{ trim_to_null('group_id') }} as source_group_id,
        {{ trim_to_null('company_id') }} as source_account_id,
        {{ trim_to_null('product_id') }} as source_product_id,
        -- text
        {{ trim_to_null('status') }} as raw_status,
        {{ trim_to_null('priority') }} as raw_priority,
        {{ trim_to_null('source') }} as raw_channel,
        {{ trim_to_null('type') }} as ticket_type,
        {{ trim_to_null('subject') }} as subject,
        {{ trim_to_null('description_text') }} as opening_text,
        {{ trim_to_null('landed_category') }} as category_field,
        -- booleans
        coalesce(try_cast(spam as boolean), false) as is_spam,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(deleted as boolean), false) as is_deleted,
        coalesce(
            list_contains(
                {{ json_values(as_json('lower(tags)')) }}, 'test'
            ), false
        ) as is_test,
        try_cast(fr_escalated as boolean) as is_first_response_escalated,
        try_cast(is_escalated as boolean) as is_resolution_escalated,
        -- timestamps
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ parse_timestamp('fr_due_by') }} as landed_first_response_due_at,
        {{ parse_timestamp('due_by') }} as landed_resolution_due_at,
        {{ parse_timestamp('text_of_first_responded_at') }} as first_response_at,
        {{ parse_timestamp('text_of_resolved_at') }} as landed_resolved_at,
        {{ parse_timestamp('text_of_closed_at') }} as landed_closed_at,
        {{ parse_timestamp('text_of_reopened_at') }} as landed_reopened_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from unpacked

),

versioned as (

    {{ number_versions('renamed', 'freshdesk.tickets', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
