-- one row per raw row of zendesk.ticket_field_history, in the shape of int_ticket_events_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

{% set landed = '(select ' ~ all_but('version_number, is_exact_duplicate, raw_row_id') ~ ' from ' ~ ref('base_zendesk__ticket_field_history') ~ ')' %}

with

-- the same numbers as those of the base, which would have every row sorted for them
changes as (

    {{ number_changes(landed, 'zendesk.ticket_field_history', key='source_event_id', newest=['loaded_at'], within='field_name') }}

),

-- asked of the tickets alone that have a custom status
tickets_with_status as (

    select history.source_ticket_id
    from {{ ref('base_zendesk__ticket_field_history') }} as history
    where history.field_name = 'status'
        and history.source_ticket_id in (
            select custom.source_ticket_id
            from {{ ref('base_zendesk__ticket_field_history') }} as custom
            where custom.field_name = 'custom_status_id'
        )
    group by 1

),

custom_statuses as (

    select * from {{ ref('base_zendesk__custom_statuses') }}
    where version_number = 1

),

shaped as (

    select
        'zendesk' as source_system,
        'ticket_field_history' as source_table,
        changes.*,
        custom_statuses.status_category as raw_value_category,
        -- the history holds the new value only
        cast(null as string) as raw_previous_value,
        cast(null as string) as raw_previous_value_category,
        case
            when changes.field_name = 'status' then 'status'
            -- a custom status is a status where the history has no plain one beside it
            when changes.field_name = 'custom_status_id'
                and tickets_with_status.source_ticket_id is null then 'status'
            when changes.field_name = 'assignee_id' then 'assignee'
            when changes.field_name = 'group_id' then 'group'
            when changes.field_name = 'priority' then 'priority'
            else 'other'
        end as event_type

    from changes

    left join custom_statuses
        on changes.field_name = 'custom_status_id'
        and changes.raw_value = custom_statuses.source_custom_status_id

    left join tickets_with_status
        on changes.field_name = 'custom_status_id'
        and changes.source_ticket_id = tickets_with_status.source_ticket_id

)

select * from shaped
