-- one row per field that an activity changed, and one per activity that changed none of those that are read
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

activities as (

    select * from {{ ref('base_freshdesk__ticket_activities') }}

),

fields as (

    select
        *,
        {{ each_numbered(list_of("'status', 'assignee', 'group', 'priority', 'other'"), 'event_type', 'field_number') }}

    from activities

),

valued as (

    select
        *,
        case event_type
            when 'status' then changed_status
            when 'assignee' then changed_agent_id
            when 'group' then changed_group
            when 'priority' then changed_priority
        end as raw_value

    from fields

),

-- the first change of an activity stands for the raw row
numbered as (

    select
        *,
        cast(row_number() over (
            partition by raw_row_id
            order by field_number
        ) as integer) as change_number

    from valued

    where raw_value is not null
        or event_type = 'other'

),

changes as (

    select
        case
            when change_number = 1 then 'ticket_activities'
            else 'ticket_activities.activity'
        end as source_table,
        case
            when change_number = 1 then raw_row_id
            else 'freshdesk.ticket_activities.activity|' || source_event_id
                || '|' || event_type
        end as activity_change_id,
        version_number,
        is_exact_duplicate,
        case
            when change_number = 1 then source_event_id
            else source_event_id || '|' || event_type
        end as source_event_id,
        source_ticket_id,
        source_actor_id,
        event_type,
        raw_value,
        occurred_at,
        loaded_at,
        raw_record

    from numbered

    where change_number = 1
        or (
            event_type <> 'other'
            and version_number = 1
            and source_event_id is not null
        )

)

select * from changes
