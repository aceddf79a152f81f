-- one row per raw row of servicenow.incident, in the shape of int_tickets_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

incidents as (

    select * from {{ ref('base_servicenow__incidents') }}

),

-- an incident is a kind of task: number, state, priority and times are on the task of the same id
tasks as (

    select * from {{ ref('base_servicenow__tasks') }}
    where version_number = 1

),

groups as (

    select * from {{ ref('base_servicenow__groups') }}
    where version_number = 1

),

shaped as (

    select
        'servicenow' as source_system,
        'incident' as source_table,
        incidents.source_ticket_id,
        incidents.raw_row_id,
        incidents.version_number,
        incidents.is_exact_duplicate,
        tasks.ticket_number,
        incidents.source_requester_id,
        tasks.source_submitter_id,
        tasks.source_assignee_id,
        -- the organisation is the caller's
        cast(null as string) as source_account_id,
        tasks.source_group_id,
        groups.group_name,
        cast(null as string) as merged_into_source_ticket_id,
        cast(null as string) as followup_of_source_ticket_id,
        incidents.parent_source_ticket_id,
        cast(null as string) as source_schedule_id,
        tasks.raw_channel,
        -- incident_state may lag behind the state of the task
        coalesce(tasks.raw_status, incidents.raw_status) as raw_status,
        tasks.raw_priority,
        tasks.task_class as ticket_type,
        incidents.category,
        tasks.subject,
        cast(null as string) as product,
        tasks.task_class as record_type,
        cast(null as boolean) as is_outbound,
        incidents.is_deleted or coalesce(tasks.is_deleted, false) as is_deleted,
        false as is_merged,
        false as is_spam,
        false as is_test,
        incidents.source_reopen_count,
        tasks.source_reassignment_count,
        tasks.created_at,
        coalesce(
            greatest(incidents.updated_at, tasks.updated_at),
            incidents.updated_at,
            tasks.updated_at
        ) as updated_at,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at,
        tasks.resolution_due_at,
        incidents.resolved_at,
        tasks.closed_at,
        incidents.loaded_at,
        incidents.raw_record,
        case
            when tasks.source_ticket_id is null then 'orphan_incident'
        end as rejection_reason

    from incidents

    left join tasks
        on incidents.source_ticket_id = tasks.source_ticket_id

    left join groups
        on tasks.source_group_id = groups.source_group_id

)

select * from shaped
