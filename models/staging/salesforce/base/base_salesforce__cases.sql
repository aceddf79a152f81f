-- one row per raw row of salesforce.case: every version that was landed, numbered from the newest
-- left out: business_hours_id (the opening hours are a seed), is_escalated (no KPI needs it),
--   sla_*, entitlement_id, milestone_status (promised times; no KPI measures against them)
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'case') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_ticket_id,
        {{ trim_to_null('case_number') }} as ticket_number,
        {{ trim_to_null('contact_id') }} as source_requester_id,
        {{ trim_to_null('account_id') }} as source_account_id,
        {{ trim_to_null('owner_id') }} as source_owner_id,
        {{ trim_to_null('created_by_id') }} as source_creator_id,
        {{ trim_to_null('parent_id') }} as parent_source_ticket_id,
        {{ trim_to_null('master_record_id') }} as merged_into_source_ticket_id,
        {{ trim_to_null('record_type_id') }} as record_type_id,
        -- text
        {{ trim_to_null('status') }} as raw_status,
        {{ trim_to_null('priority') }} as raw_priority,
        {{ trim_to_null('origin') }} as raw_channel,
        {{ trim_to_null('type') }} as ticket_type,
        {{ trim_to_null('reason') }} as category,
        {{ trim_to_null('subject') }} as subject,
        {{ trim_to_null('description') }} as opening_text,
        {{ trim_to_null('supplied_email') }} as supplied_email,
        -- booleans
        try_cast(is_closed as boolean) as is_closed,
        coalesce(try_cast(is_closed_on_create as boolean), false) as is_closed_on_create,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_in_recycle_bin,
        -- timestamps
        {{ parse_timestamp('created_date') }} as created_at,
        {{ parse_timestamp('closed_date') }} as closed_at,
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

    {{ number_versions('renamed', 'salesforce.case', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
