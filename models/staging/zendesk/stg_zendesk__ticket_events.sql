-- one row per raw row of zendesk.ticket_field_history, in the shape of int_ticket_events_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

changes as (

    select * from {{ ref('base_zendesk__ticket_field_history') }}

),

shaped as (

    select
        'zendesk' as source_system,
        'ticket_field_history' as source_table,
        changes.*,
        -- the history holds the new value only
        cast(null as string) as raw_previous_value,
        case field_name
            when 'status' then 'status'
            when 'assignee_id' then 'assignee'
            when 'group_id' then 'group'
            when 'priority' then 'priority'
            else 'other'
        end as event_type

    from changes

)

select * from shaped
