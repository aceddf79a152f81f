-- one row per raw row of salesforce.task: every version that was landed, numbered from the newest
-- left out: activity_date (a due date at midnight), is_archived (old, but it happened),
--   subject, description (free text that no KPI needs)
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('salesforce', 'task') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('id') }} as source_call_id,
        {{ trim_to_null('who_id') }} as source_contact_id,
        {{ trim_to_null('what_id') }} as source_object_id,
        {{ trim_to_null('owner_id') }} as source_owner_id,
        -- text
        coalesce({{ trim_to_null('call_disposition') }}, {{ trim_to_null('status') }})
            as raw_outcome,
        {{ trim_to_null('call_type') }} as raw_direction,
        -- numbers
        try_cast(call_duration_in_seconds as double) as talk_seconds,
        -- booleans
        -- a call with a customer that took place: no plan, no pattern of a series, not among ourselves
        (
            coalesce(lower(task_subtype) = 'call', false)
            or {{ trim_to_null('call_type') }} is not null
            or {{ trim_to_null('call_duration_in_seconds') }} is not null
        )
        and coalesce(lower(call_type) <> 'internal', true)
        and coalesce(try_cast(is_closed as boolean), true)
        and not coalesce(try_cast(is_recurrence as boolean), false) as is_customer_call,
        _is_active as is_active_version,
        _is_deleted or coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
        -- timestamps
        coalesce(
            {{ parse_timestamp('completed_date_time') }},
            {{ parse_timestamp('created_date') }}
        ) as ended_at,
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

    {{ number_versions('renamed', 'salesforce.task', key='source_call_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
