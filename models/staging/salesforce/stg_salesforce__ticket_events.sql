-- one row per raw row of salesforce.case_history, in the shape of int_ticket_events_unioned
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

changes as (

    select * from {{ ref('base_salesforce__case_history') }}

),

cases as (

    select * from {{ ref('base_salesforce__cases') }}
    where version_number = 1

),

owners as (

    select source_user_id as owner_id, 'assignee' as owner_kind
    from {{ ref('base_salesforce__users') }}
    where version_number = 1

    union all

    select known_groups.source_group_id as owner_id, 'group' as owner_kind
    from {{ ref('base_salesforce__groups') }} as known_groups
    where known_groups.version_number = 1
        and known_groups.source_group_id not in (select coalesce(users.source_user_id, '') from {{ ref('base_salesforce__users') }} as users)

),

-- which statuses close a case is the company's choice: the cases tell it
statuses as (

    select
        lower(raw_status) as raw_status,
        case when bool_or(is_closed) then 'closed' when not bool_or(is_closed) then 'open' end
            as raw_value_category
    from cases
    group by 1

),

-- the row of the creation does not name the status: it is what the first change found, or what
-- never changed, unless the history does not follow the status at all
beginnings as (

    select
        cases.source_ticket_id,
        min(cases.created_at) as created_at,
        case
            when count(changes.source_event_id) > 0
                then {{ value_at_least("changes.old_value", "cast(changes.changed_at as string) || changes.source_event_id") }}
            when bool_or(cases.is_closed_on_create)
                or (sum(count(changes.source_event_id)) over () > 0 and not bool_or(cases.is_closed))
                then min(cases.raw_status)
        end as first_status
    from cases
    left join changes
        on cases.source_ticket_id = changes.source_ticket_id
        and lower(changes.field_name) = 'status'
    group by 1

),

typed as (

    select
        changes.*,
        coalesce(beginnings.first_status, changes.new_value) as raw_value,
        case when beginnings.first_status is not null then beginnings.created_at else changes.changed_at end
            as occurred_at,
        -- a change of owner has two rows: the one with ids counts, the one with names does not
        case
            when lower(changes.field_name) = 'status' or beginnings.first_status is not null then 'status'
            when lower(changes.field_name) like 'owner%' then coalesce(new_owners.owner_kind, 'other')
            when lower(changes.field_name) = 'priority' then 'priority'
            else 'other'
        end as event_type,
        case when old_owners.owner_kind = 'assignee' then changes.old_value end as old_user_id
    from changes
    left join beginnings
        on changes.source_ticket_id = beginnings.source_ticket_id
        and lower(changes.field_name) = 'created'
    left join owners as new_owners
        on changes.new_value = new_owners.owner_id
    left join owners as old_owners
        on changes.old_value = old_owners.owner_id

),

shaped as (

    select
        'salesforce' as source_system,
        'case_history' as source_table,
        typed.*,
        statuses.raw_value_category,
        old_statuses.raw_value_category as raw_previous_value_category,
        case
            when typed.event_type <> 'assignee' then typed.old_value
            -- the last user who had it, whatever queue lies between
            else {{ last_known('typed.old_user_id') }} over (
                    partition by typed.source_ticket_id
                    order by typed.changed_at, typed.source_event_id
                )
        end as raw_previous_value

    from typed

    left join statuses
        on typed.event_type = 'status' and lower(typed.raw_value) = statuses.raw_status
    left join statuses as old_statuses
        on typed.event_type = 'status' and lower(typed.old_value) = old_statuses.raw_status

)

select * from shaped
