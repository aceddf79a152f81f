-- one row per raw row of servicenow.task: every version that was landed, numbered from the newest
-- left out: made_sla (true by default, so no measure of a service level)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'task') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_ticket_id,
        {{ trim_to_null('number') }} as ticket_number,
        {{ trim_to_null('opened_by_value') }} as source_submitter_id,
        {{ trim_to_null('assigned_to_value') }} as source_assignee_id,
        {{ trim_to_null('assignment_group_value') }} as source_group_id,
        -- text
        {{ trim_to_null('sys_class_name') }} as task_class,
        {{ trim_to_null('state') }} as raw_status,
        {{ trim_to_null('priority') }} as raw_priority,
        {{ trim_to_null('contact_type') }} as raw_channel,
        {{ trim_to_null('short_description') }} as subject,
        {{ trim_to_null('description') }} as description,
        -- numbers
        try_cast(reassignment_count as integer) as source_reassignment_count,
        {{ duration_seconds('calendar_duration') }} as close_calendar_seconds,
        {{ duration_seconds('business_duration') }} as close_business_seconds,
        -- booleans
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('opened_at') }} as created_at,
        {{ parse_timestamp('closed_at') }} as closed_at,
        {{ parse_timestamp('sla_due') }} as resolution_due_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.task', key='source_ticket_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
