-- one row per raw row of salesforce.case, in the shape of int_tickets_unioned
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

cases as (

    select * from {{ ref('base_salesforce__cases') }}

),

users as (

    select * from {{ ref('base_salesforce__users') }}
    where version_number = 1

),

queues as (

    select * from {{ ref('base_salesforce__groups') }}
    where version_number = 1

),

roles as (

    select * from {{ ref('base_salesforce__user_roles') }}
    where version_number = 1

),

record_types as (

    select * from {{ ref('base_salesforce__record_types') }}
    where version_number = 1

),

shaped as (

    select
        'salesforce' as source_system,
        'case' as source_table,
        cases.*,
        -- the owner is a user or a queue
        case
            when queues.source_group_id is null and cases.source_owner_id not like '00G%'
                then cases.source_owner_id
        end as source_assignee_id,
        coalesce(
            queues.source_group_id,
            case when cases.source_owner_id like '00G%' then cases.source_owner_id end
        ) as source_group_id,
        coalesce(queues.group_name, roles.role_name, owners.department) as group_name,
        -- what comes in by mail or form names its sender beside the user in whose name it is kept
        case
            when cases.supplied_email is not null or creators.is_automation
                then cases.source_requester_id
            when creators.is_portal_user
                then coalesce(creators.source_contact_id, cases.source_requester_id)
            else cases.source_creator_id
        end as source_submitter_id,
        coalesce(record_types.record_type_name, cases.record_type_id) as record_type,
        case
            when cases.is_closed then 'closed'
            when not cases.is_closed then 'open'
        end as raw_status_category,
        -- the loser of a merge lies in the recycle bin too
        cases.is_in_recycle_bin and cases.merged_into_source_ticket_id is null
            as is_deleted,
        cases.merged_into_source_ticket_id is not null as is_merged,
        -- there is no mark for it: teams give it a status or a reason
        coalesce(lower(cases.raw_status) = 'spam', false)
        or coalesce(lower(cases.category) = 'spam', false) as is_spam,
        -- closing is solving: a reopened case has no closing time
        cases.closed_at as resolved_at

    from cases

    left join queues
        on cases.source_owner_id = queues.source_group_id

    left join users as owners
        on cases.source_owner_id = owners.source_user_id

    left join users as creators
        on cases.source_creator_id = creators.source_user_id

    left join roles
        on owners.source_role_id = roles.source_role_id

    left join record_types
        on cases.record_type_id = record_types.record_type_id

),

completed as (

    select
        *,
        -- what other tools know of a ticket and Salesforce does not
        cast(null as string) as followup_of_source_ticket_id,
        cast(null as string) as source_schedule_id,
        cast(null as string) as raw_status_label,
        cast(null as string) as product,
        cast(null as integer) as source_reopen_count,
        cast(null as integer) as source_reassignment_count,
        cast(null as boolean) as is_outbound,
        false as is_test,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at,
        cast(null as timestamp) as resolution_due_at,
        cast(null as string) as rejection_reason

    from shaped

)

select * from completed
