-- one row per raw row of servicenow.task: every version that was landed, numbered from the newest
-- left out: made_sla (true by default, so no measure of a service level),
--   business_duration, calendar_duration (the vendor's own figures; ours are measured)
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
        -- numbers
        try_cast(reassignment_count as integer) as source_reassignment_count,
        -- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        -- timestamps
        try_cast(opened_at as timestamp) as created_at,
        try_cast(closed_at as timestamp) as closed_at,
        try_cast(sla_due as timestamp) as resolution_due_at,
        try_cast(sys_updated_on as timestamp) as updated_at,
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
        'servicenow.task|' || coalesce(source_ticket_id, '') || '#' || version_number
            as raw_row_id

    from versioned

)

select * from keyed
