-- one row per raw row of hubspot.engagement_email and hubspot.engagement_note, with its author and its ticket
{{ config(materialized = 'table', enabled = 'hubspot' in var('help_desk_vendors')) }}

with

-- the author of an e-mail is the owner it was logged for, else the owner with the sender's address
owner_emails as (

    select
        lower(email) as owner_email,
        min(source_agent_id) as source_agent_id

    from {{ ref('base_hubspot__owners') }}

    where version_number = 1

    group by 1

),

emails as (

    select
        'engagement_email' as source_table,
        emails.raw_row_id,
        emails.version_number,
        emails.is_exact_duplicate,
        emails.source_engagement_id,
        coalesce(emails.source_owner_id, owner_emails.source_agent_id) as source_owner_id,
        coalesce(emails.email_direction, engagements.engagement_type, emails.engagement_type) as engagement_type,
        coalesce(emails.object_source like 'AUTOMATION%', false) as is_automatic,
        coalesce(emails.email_status not in ('DRAFT', 'SCHEDULED', 'FAILED'), true) as is_public,
        emails.body,
        emails.is_deleted,
        emails.sent_at,
        emails.loaded_at,
        emails.raw_record

    from {{ ref('base_hubspot__engagement_emails') }} as emails

    left join {{ ref('base_hubspot__engagements') }} as engagements
        on emails.source_engagement_id = engagements.source_engagement_id
        and engagements.version_number = 1

    left join owner_emails
        on emails.from_email = owner_emails.owner_email

),

notes as (

    select
        'engagement_note' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_engagement_id,
        source_owner_id,
        'NOTE' as engagement_type,
        false as is_automatic,
        false as is_public,
        body,
        is_deleted,
        sent_at,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__engagement_notes') }}

),

placed as (

    select
        unioned.*,
        tickets.source_ticket_id

    from (
        select * from emails
        union all
        select * from notes
    ) as unioned

    left join {{ ref('base_hubspot__engagement_tickets') }} as tickets
        on unioned.source_engagement_id = tickets.source_engagement_id

),

-- an e-mail that went through the inbox is a message of its conversation as well: one contact, not two
twins as (

    select distinct placed.source_engagement_id
    from placed

    inner join {{ ref('base_hubspot__thread_messages') }} as messages
        on placed.source_ticket_id = messages.source_ticket_id
        and (placed.engagement_type = 'INCOMING_EMAIL') = (messages.message_direction = 'INCOMING')
        and messages.sent_at between placed.sent_at - interval 60 second and placed.sent_at + interval 60 second

    where placed.source_table = 'engagement_email' and placed.version_number = 1
        and messages.is_ticket_message and messages.version_number = 1
        and messages.is_public and not messages.is_deleted

),

judged as (

    select
        placed.*,
        placed.source_ticket_id is not null and twins.source_engagement_id is null
            as is_ticket_message

    from placed

    left join twins
        on placed.source_engagement_id = twins.source_engagement_id

)

select * from judged
