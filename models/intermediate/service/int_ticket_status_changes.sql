-- one row per change of a ticket's status, and per first status that only the change after it names
{{ config(materialized = 'view') }}

with

tickets as (

    select
        ticket_id,
        schedule_id,
        created_at

    from {{ ref('int_ticket_scope') }}

),

agents as (

    select * from {{ ref('int_agents_unioned') }}

),

bot_users as (

    select * from {{ ref('bot_users') }}

),

events as (

    select * from {{ ref('int_ticket_events_unioned') }}
    where event_type = 'status'

),

changes as (

    select
        events.ticket_id,
        events.ticket_event_id,
        events.status,
        events.previous_status,
        -- nobody is named, or a bot is, by its id or its user name
        coalesce(
            agents.is_bot,
            bot_users.user_name_lower is not null or events.actor_record_id is null
        ) as is_by_automation,
        events.occurred_at,
        row_number() over (
            partition by events.ticket_id
            order by events.occurred_at, events.ticket_event_id
        ) as change_number

    from events

    left join agents
        on events.actor_record_id = agents.agent_id

    left join bot_users
        on events.source_system = bot_users.source_system
        and lower(events.actor_record_id)
        = bot_users.source_system || ':' || bot_users.user_name_lower

),

-- a history that begins with the first change names the status before it: it held from the start
statuses as (

    select
        changes.*,
        tickets.schedule_id

    from changes

    inner join tickets
        on changes.ticket_id = tickets.ticket_id

    union all

    select
        changes.ticket_id,
        changes.ticket_id || '|created' as ticket_event_id,
        changes.previous_status as status,
        cast(null as string) as previous_status,
        false as is_by_automation,
        tickets.created_at as occurred_at,
        0 as change_number,
        tickets.schedule_id

    from changes

    inner join tickets
        on changes.ticket_id = tickets.ticket_id

    where changes.change_number = 1
        and changes.previous_status is not null
        and changes.occurred_at > tickets.created_at

)

select * from statuses
