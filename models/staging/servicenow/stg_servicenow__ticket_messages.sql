-- one row per raw row of servicenow.sys_journal_field, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'servicenow' in var('help_desk_vendors')) }}

with

journal as (

    select * from {{ ref('base_servicenow__journal_fields') }}

),

users as (

    select * from {{ ref('base_servicenow__users') }}
    where version_number = 1

),

-- a user_name is meant to be unique; where it is not, the least id stands for it
user_names as (

    select
        user_name,
        min(source_user_id) as source_user_id

    from users

    group by 1

),

shaped as (

    select
        'servicenow' as source_system,
        'sys_journal_field' as source_table,
        journal.*,
        coalesce(user_names.source_user_id, journal.author_user_name)
            as source_author_id,
        -- comments are seen by the caller, work notes are not
        journal.element = 'comments' as is_public,
        case
            when journal.author_user_name = 'system' then 'system'
        end as raw_author_role,
        false as is_deleted

    from journal

    left join user_names
        on journal.author_user_name = user_names.user_name

)

select * from shaped
