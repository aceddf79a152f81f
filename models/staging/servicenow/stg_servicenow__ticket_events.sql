-- one row per raw row of servicenow.sys_audit, in the shape of int_ticket_events_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

audits as (

    select * from {{ ref('base_servicenow__audits') }}

),

shaped as (

    select
        'servicenow' as source_system,
        'sys_audit' as source_table,
        audits.*,
        cast(null as string) as raw_value_category,
        cast(null as string) as raw_previous_value_category,
        -- the audit names a user by user_name, not by id
        actor_user_name as source_actor_id,
        case field_name
            when 'state' then 'status'
            when 'incident_state' then 'other'
            when 'assigned_to' then 'assignee'
            when 'assignment_group' then 'group'
            when 'priority' then 'priority'
            else 'other'
        end as event_type

    from audits

)

select * from shaped
