-- one row per raw row of servicenow.incident, in the shape of int_tickets_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

incidents as (

    select * from {{ ref('base_servicenow__incidents') }}

),

-- an incident is a kind of task: Fivetran lands number, state and times on the task of the
-- same id, the Table API on the incident itself
tasks as (

    select * from {{ ref('base_servicenow__tasks') }}
    where version_number = 1

),

groups as (

    select * from {{ ref('base_servicenow__groups') }}
    where version_number = 1

),

-- one label a state: English or else the first language, the incident's before the task's
state_labels as (

    select
        choice_value,
        {{ value_at_least("choice_label", "concat_ws('|', case when language = 'en' then '0' else language end, choice_table, choice_field, choice_label)") }}
            as raw_status_label

    from {{ ref('base_servicenow__choices') }}

    where version_number = 1
        and not is_inactive
        and dependent_value is null
        and choice_table in ('incident', 'task')
        and choice_field in ('state', 'incident_state')

    group by 1

),

shaped as (

    select
        'servicenow' as source_system,
        'incident' as source_table,
        incidents.source_ticket_id,
        incidents.raw_row_id,
        incidents.version_number,
        incidents.is_exact_duplicate,
        coalesce(tasks.ticket_number, incidents.ticket_number) as ticket_number,
        incidents.source_requester_id,
        coalesce(tasks.source_submitter_id, incidents.source_submitter_id)
            as source_submitter_id,
        coalesce(tasks.source_assignee_id, incidents.source_assignee_id)
            as source_assignee_id,
        -- the organisation is the caller's
        cast(null as string) as source_account_id,
        coalesce(tasks.source_group_id, incidents.source_group_id) as source_group_id,
        groups.group_name,
        cast(null as string) as merged_into_source_ticket_id,
        cast(null as string) as followup_of_source_ticket_id,
        incidents.parent_source_ticket_id,
        cast(null as string) as source_schedule_id,
        coalesce(tasks.raw_channel, incidents.raw_channel) as raw_channel,
        -- incident_state may lag behind the state of the task
        coalesce(tasks.raw_status, incidents.raw_status, incidents.incident_status)
            as raw_status,
        cast(null as string) as raw_status_category,
        state_labels.raw_status_label,
        coalesce(tasks.raw_priority, incidents.raw_priority) as raw_priority,
        coalesce(tasks.task_class, incidents.task_class) as ticket_type,
        incidents.category,
        coalesce(tasks.subject, incidents.subject) as subject,
        cast(null as string) as product,
        coalesce(tasks.task_class, incidents.task_class) as record_type,
        cast(null as boolean) as is_outbound,
        incidents.is_deleted or coalesce(tasks.is_deleted, false) as is_deleted,
        false as is_merged,
        false as is_spam,
        false as is_test,
        incidents.source_reopen_count,
        coalesce(tasks.source_reassignment_count, incidents.source_reassignment_count)
            as source_reassignment_count,
        coalesce(tasks.created_at, incidents.created_at) as created_at,
        greatest(incidents.updated_at, tasks.updated_at) as updated_at,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at,
        coalesce(tasks.resolution_due_at, incidents.resolution_due_at) as resolution_due_at,
        incidents.resolved_at,
        coalesce(tasks.closed_at, incidents.closed_at) as closed_at,
        incidents.loaded_at,
        incidents.raw_record,
        case
            when tasks.source_ticket_id is null and incidents.created_at is null
                then 'orphan_incident'
        end as rejection_reason

    from incidents

    left join tasks
        on incidents.source_ticket_id = tasks.source_ticket_id

    left join groups
        on coalesce(tasks.source_group_id, incidents.source_group_id)
        = groups.source_group_id

    left join state_labels
        on coalesce(tasks.raw_status, incidents.raw_status, incidents.incident_status)
        = state_labels.choice_value

)

select * from shaped
