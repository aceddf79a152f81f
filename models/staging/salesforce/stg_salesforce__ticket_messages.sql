-- one row per raw row of salesforce.case_comment, of email_message about a case, and per described case, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'salesforce' in var('help_desk_vendors')) }}

with

emails as (

    select *, coalesce(lower(raw_status), '') in ('5', 'draft') as is_draft
    from {{ ref('base_salesforce__email_messages') }}
    -- sales writes e-mails too: what belongs to no case is a lookup row
    where source_ticket_id is not null

),

cases as (

    select * from {{ ref('base_salesforce__cases') }}
    where version_number = 1

),

users as (

    select * from {{ ref('base_salesforce__users') }}
    where version_number = 1

),

-- the description of a case that was made from an e-mail, or begun with one, repeats its text; a draft was never sent
begun_by_email as (

    select distinct cases.source_ticket_id
    from cases
    inner join emails
        on cases.source_ticket_id = emails.source_ticket_id
        and cases.created_at + interval 5 minute >= emails.sent_at
    where emails.version_number = 1 and not emails.is_deleted and not emails.is_draft
        and (emails.is_incoming or (cases.supplied_email is null and cases.source_creator_id = emails.source_creator_id))

),

written as (

    select
        'email_message' as source_table, raw_row_id, version_number, is_exact_duplicate,
        source_message_id, source_ticket_id, body, false as is_opening,
        is_incoming as is_from_customer, cast(null as string) as source_requester_id,
        case when is_incoming then source_sender_id else source_creator_id end as source_user_id,
        is_incoming is not null and not is_draft as is_public,
        automation_type, is_deleted, sent_at, loaded_at, raw_record
    from emails

    union all

    select
        'case_comment' as source_table, raw_row_id, version_number, is_exact_duplicate,
        source_message_id, source_ticket_id, body, false as is_opening,
        false as is_from_customer, null as source_requester_id, source_author_id as source_user_id,
        is_public, null as automation_type, is_deleted, sent_at, loaded_at, raw_record
    from {{ ref('base_salesforce__case_comments') }}

    union all

    -- a form or an e-mail names its sender beside the user in whose name the case is kept
    select
        'case.description' as source_table,
        'salesforce.case.description|' || source_ticket_id as raw_row_id, 1 as version_number,
        false as is_exact_duplicate, source_ticket_id || '|description' as source_message_id, source_ticket_id,
        opening_text as body, true as is_opening, supplied_email is not null as is_from_customer,
        source_requester_id, case when supplied_email is null then source_creator_id end as source_user_id,
        true as is_public, null as automation_type, is_in_recycle_bin as is_deleted,
        created_at as sent_at, loaded_at, raw_record
    from cases
    where opening_text is not null
        and source_ticket_id is not null
        and source_ticket_id not in (select begun_by_email.source_ticket_id from begun_by_email)

),

shaped as (

    select
        'salesforce' as source_system,
        written.source_table,
        written.raw_row_id,
        written.version_number,
        written.is_exact_duplicate,
        written.source_message_id,
        written.source_ticket_id,
        case
            when written.is_opening and (written.is_from_customer or users.is_automation)
                then written.source_requester_id
            -- who signs in to a portal is known as a contact
            when users.is_portal_user then coalesce(users.source_contact_id, users.source_user_id)
            else written.source_user_id
        end as source_author_id,
        case
            when written.is_from_customer and users.source_user_id is null then 'customer'
            when users.is_portal_user then 'customer'
            when written.is_opening and users.is_automation then 'customer'
            when lower(written.automation_type) = 'aiautomated' then 'bot'
        end as raw_author_role,
        written.body,
        written.is_opening,
        -- what a colleague sends in is no answer to the customer
        written.is_public
        and not (written.is_from_customer and not coalesce(users.is_portal_user, true)) as is_public,
        written.is_deleted,
        written.sent_at,
        written.loaded_at,
        written.raw_record

    from written

    left join users
        on written.source_user_id = users.source_user_id

)

select * from shaped
