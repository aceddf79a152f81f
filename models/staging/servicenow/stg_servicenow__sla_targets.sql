-- one row per raw row of servicenow.task_sla, in the shape of int_sla_targets_checked
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

-- a service level that is attached anew gets a row of its own; one that was taken back replaces none
task_slas as (

    select
        *,
        version_number = 1 and lead(source_sla_target_id) over (
            partition by source_ticket_id, source_sla_definition_id, version_number
            order by is_deleted or stage like 'cancel%' desc, applied_at, source_sla_target_id
        ) is not null as is_replaced

    from {{ ref('base_servicenow__task_slas') }}

),

definitions as (

    select * from {{ ref('base_servicenow__sla_definitions') }}
    where version_number = 1

),

shaped as (

    select
        'servicenow' as source_system,
        'task_sla' as source_table,
        task_slas.raw_row_id,
        task_slas.version_number,
        task_slas.is_exact_duplicate,
        task_slas.source_sla_target_id,
        task_slas.source_ticket_id,
        coalesce(definitions.policy_name, task_slas.source_sla_definition_id) as policy_name,
        definitions.raw_metric,
        -- what a service level is for stands in its definition only
        case definitions.raw_metric
            when 'response' then 'first_reply'
            when 'resolution' then 'resolution'
            else 'unknown'
        end as sla_metric,
        case when task_slas.has_schedule then 'business' else 'calendar' end as sla_clock,
        -- a breached one goes on to its end, and is completed then like any other
        case
            when task_slas.is_deleted then 'cancelled'
            when task_slas.has_breached and task_slas.stage not like 'cancel%' then 'breached'
            else task_slas.stage
        end as raw_outcome,
        definitions.target_seconds / 60.0 as target_minutes,
        task_slas.is_replaced,
        task_slas.applied_at,
        task_slas.due_at,
        task_slas.loaded_at,
        task_slas.raw_record

    from task_slas

    left join definitions
        on task_slas.source_sla_definition_id = definitions.source_sla_definition_id

)

select * from shaped
