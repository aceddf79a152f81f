-- one row per raw row of servicenow.task_sla: every version that was landed, numbered from the newest
-- left out: percentage, business_percentage, *_time_left (they follow from the times), pause_* (the planned end holds them)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

source as (

    select * from {{ source('servicenow', 'task_sla') }}

),

renamed as (

    select
        -- ids
        {{ trim_to_null('sys_id') }} as source_sla_target_id,
        {{ trim_to_null('task_value') }} as source_ticket_id,
        {{ trim_to_null('sla_value') }} as source_sla_definition_id,
        -- text
        lower({{ trim_to_null('stage') }}) as stage,
        -- booleans
        try_cast(has_breached as boolean) as has_breached,
        schedule_value is not null as has_schedule,
        _is_active as is_active_version,
        _is_deleted as is_deleted,
        -- timestamps
        {{ parse_timestamp('start_time') }} as applied_at,
        {{ parse_timestamp('planned_end_time') }} as due_at,
        {{ parse_timestamp('sys_updated_on') }} as updated_at,
        _loaded_at as loaded_at,

        -- the row as it came
        _raw_record as raw_record

    from source

),

versioned as (

    {{ number_versions('renamed', 'servicenow.task_sla', key='source_sla_target_id', newest=['is_active_version', 'updated_at', 'loaded_at']) }}

)

select * from versioned
