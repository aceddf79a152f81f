-- one row per raw row of freshdesk.ticket_activities, per further change in it and per creation that it lacks, in the shape of int_ticket_events_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

changes as (

    select
        *,
        min(occurred_at) over () as history_started_at

    from {{ ref('base_freshdesk__activity_changes') }}

),

tickets as (

    select * from {{ ref('base_freshdesk__tickets') }}
    where version_number = 1

),

labels as (

    select * from {{ ref('base_freshdesk__ticket_field_choices') }}
    where field_name = 'status'

),

-- exports are kept for 30 days: of an older ticket the beginning is cut off, so that its stats and
-- the agent and group that it has stand; before its first change it would have been with nobody
landed as (

    select
        changes.source_table,
        changes.activity_change_id as raw_row_id,
        changes.version_number,
        changes.is_exact_duplicate,
        changes.source_event_id,
        changes.source_ticket_id,
        changes.source_actor_id,
        case
            when tickets.created_at
                < changes.history_started_at - interval 1 minute then 'other'
            else changes.event_type
        end as event_type,
        changes.event_type as field_name,
        changes.raw_value,
        changes.occurred_at,
        changes.loaded_at,
        changes.raw_record,
        tickets.created_at as ticket_created_at

    from changes

    left join tickets
        on changes.source_ticket_id = tickets.source_ticket_id

),

-- where the creation itself is no activity: a ticket begins as open
beginnings as (

    select
        'tickets.created_at' as source_table,
        'freshdesk.tickets.created_at|' || source_ticket_id as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        source_ticket_id || '|created' as source_event_id,
        source_ticket_id,
        cast(null as string) as source_actor_id,
        'status' as event_type,
        'status' as field_name,
        '2' as raw_value,
        ticket_created_at as occurred_at,
        max(loaded_at) as loaded_at,
        cast(null as string) as raw_record,
        ticket_created_at

    from landed

    where event_type = 'status'

    group by source_ticket_id, ticket_created_at

    having min(occurred_at) > ticket_created_at + interval 1 minute

),

unioned as (

    select * from landed
    union all
    select * from beginnings

),

shaped as (

    select
        'freshdesk' as source_system,
        unioned.*,
        -- the export writes a status as a word; a custom code takes its label
        labels.choice_label as raw_value_category,
        -- the history holds the new value only
        cast(null as string) as raw_previous_value,
        cast(null as string) as raw_previous_value_category

    from unioned

    left join labels
        on unioned.field_name = 'status'
        and unioned.raw_value = labels.choice_code

)

select * from shaped
