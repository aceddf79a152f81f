-- one row per user who is or was staff; the role on the user is only the current one
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

roles as (

    select source_user_id
    from {{ ref('base_zendesk__users') }}

    -- an older version of the user may still say agent
    where raw_role <> 'end-user'

),

assignees as (

    select source_assignee_id as source_user_id
    from {{ ref('base_zendesk__tickets') }}

),

past_assignees as (

    select raw_value as source_user_id
    from {{ ref('base_zendesk__ticket_field_history') }}
    where field_name = 'assignee_id'

),

-- any change of the role in Support has staff on one side: from not set, to light agent
role_changes as (

    select changed_record_id as source_user_id
    from {{ ref('base_zendesk__audit_logs') }}

    where
        changed_record_type = 'user'
        and (
            previous_role not in ('end user', 'end-user', 'not set', 'none')
            or new_role not in ('end user', 'end-user', 'not set', 'none')
        )

),

unioned as (

    select * from roles
    union
    select * from assignees
    union
    select * from past_assignees
    union
    select * from role_changes

)

select * from unioned
where source_user_id is not null
