-- one row per raw row of servicenow.sys_journal_field and per described incident, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

journal as (

    select * from {{ ref('base_servicenow__journal_fields') }}

),

-- a user_name is meant to be unique; where it is not, the least id stands for it
user_names as (

    select
        user_name,
        min(source_user_id) as source_user_id

    from {{ ref('base_servicenow__users') }}

    where version_number = 1

    group by 1

),

tasks as (

    select * from {{ ref('base_servicenow__tasks') }}
    where version_number = 1

),

incidents as (

    select * from {{ ref('base_servicenow__incidents') }}
    where version_number = 1

),

entries as (

    select
        'servicenow' as source_system,
        'sys_journal_field' as source_table,
        journal.raw_row_id,
        journal.version_number,
        journal.is_exact_duplicate,
        journal.source_message_id,
        journal.source_ticket_id,
        coalesce(user_names.source_user_id, journal.author_user_name)
            as source_author_id,
        case
            when journal.author_user_name = 'system' then 'system'
        end as raw_author_role,
        journal.body,
        false as is_opening,
        -- comments are seen by the caller, work notes are not
        journal.element = 'comments' as is_public,
        journal.is_deleted,
        journal.sent_at,
        journal.loaded_at,
        journal.raw_record

    from journal

    left join user_names
        on journal.author_user_name = user_names.user_name

),

-- what the caller said at first stands on the ticket; who opened it for him wrote it down
openings as (

    select
        'servicenow' as source_system,
        'incident.description' as source_table,
        'servicenow.incident.description|' || incidents.source_ticket_id as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        incidents.source_ticket_id || '-description' as source_message_id,
        incidents.source_ticket_id,
        coalesce(
            tasks.source_submitter_id,
            incidents.source_submitter_id,
            incidents.source_requester_id
        ) as source_author_id,
        cast(null as string) as raw_author_role,
        coalesce(tasks.description, incidents.description) as body,
        true as is_opening,
        true as is_public,
        false as is_deleted,
        coalesce(tasks.created_at, incidents.created_at) as sent_at,
        incidents.loaded_at,
        incidents.raw_record

    from incidents

    left join tasks
        on incidents.source_ticket_id = tasks.source_ticket_id

    where incidents.source_ticket_id is not null
        and coalesce(tasks.description, incidents.description) is not null

),

unioned as (

    select * from entries
    union all
    select * from openings

)

select * from unioned
