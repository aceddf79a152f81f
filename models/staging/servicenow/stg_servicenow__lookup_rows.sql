-- one row per raw row of the ServiceNow tables that only describe others (tasks, groups, choices, surveys, service levels, schedules)
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

incidents as (

    select * from {{ ref('base_servicenow__incidents') }}
    where version_number = 1

),

unioned as (

    select
        'task' as source_table, tasks.source_ticket_id as source_record_id,
        tasks.raw_row_id, tasks.version_number, tasks.is_exact_duplicate,
        tasks.loaded_at, tasks.raw_record,
        -- a task is taken in through its incident; other classes are no tickets
        case
            when tasks.source_ticket_id is not null
                and incidents.source_ticket_id is null then 'orphan_task'
        end as rejection_reason
    from {{ ref('base_servicenow__tasks') }} as tasks
    left join incidents
        on tasks.source_ticket_id = incidents.source_ticket_id

    union all

    select
        source_table, source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record,
        cast(null as string) as rejection_reason
    from {{ ref('base_servicenow__description_rows') }}

)

select
    'servicenow' as source_system,
    unioned.*

from unioned
