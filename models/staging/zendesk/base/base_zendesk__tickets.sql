-- one row per raw row of zendesk.ticket: every version that was landed, numbered from the newest
-- left out: description (it is the first comment), url, recipient (no KPI needs them),
--   system_* (personal: address and location of the requester)
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
        {{ trim_to_null('via_followup_source_id') }} as followup_of_source_ticket_id,
        {{ trim_to_null('merged_ticket_ids') }} as merged_source_ticket_ids,
        -- text
        {{ trim_to_null('status') }} as raw_status,
        {{ trim_to_null('priority') }} as raw_priority,
        {{ trim_to_null('type') }} as ticket_type,
        {{ trim_to_null('via_channel') }} as via_channel,
        {{ trim_to_null('via_source_rel') }} as via_source_rel,
        {{ trim_to_null('custom_category') }} as category,
        {{ trim_to_null('subject') }} as subject,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(due_at as timestamp) as due_at,
        try_cast(_fivetran_synced as timestamp) as loaded_at,

        -- the row as it came
        {{ row_as_json('source') }} as raw_record

    from source

),

versioned as (

    select
        *,
        row_number() over version_order as version_number,
        coalesce(lag(raw_record) over version_order = raw_record, false)
            as is_exact_duplicate

    from renamed

    window version_order as (
        partition by source_ticket_id
        order by
            updated_at desc nulls last,
            loaded_at desc nulls last,
            raw_record desc
    )

),

keyed as (

    select
        *,
        'zendesk.ticket|' || coalesce(source_ticket_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
