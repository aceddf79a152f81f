-- one row per raw row of Salesforce that is no entity: roles, queues, record types, portal users, tasks that are no calls, e-mails about no case
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

unioned as (

    select
        'user_role' as source_table, source_role_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_salesforce__user_roles') }}

    union all

    select
        'group' as source_table, source_group_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_salesforce__groups') }}

    union all

    select
        'record_type' as source_table, record_type_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_salesforce__record_types') }}

    union all

    -- who signs in to a portal is known as a contact already
    select
        'user' as source_table, source_user_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_salesforce__users') }}
    where is_portal_user

    union all

    select
        'task' as source_table, source_call_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_salesforce__tasks') }}
    where not is_customer_call

    union all

    select
        'email_message' as source_table, source_message_id as source_record_id,
        raw_row_id, version_number, is_exact_duplicate, loaded_at, raw_record
    from {{ ref('base_salesforce__email_messages') }}
    where source_ticket_id is null

),

shaped as (

    select
        'salesforce' as source_system,
        unioned.*,
        cast(null as string) as rejection_reason

    from unioned

)

select * from shaped
