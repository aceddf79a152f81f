-- one row per raw row of dynamics.email and dynamics.annotation: who wrote it, who sees it, and whether a case is meant
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

emails as (

    select * from {{ ref('base_dynamics__emails') }}

),

incidents as (

    select source_ticket_id from {{ ref('base_dynamics__incidents') }}
    where version_number = 1

),

users as (

    select source_user_id from {{ ref('base_dynamics__users') }}
    where version_number = 1

),

-- a draft was seen by nobody; and who read a mail of ours that came in cannot be told
read_emails as (

    select
        'email' as source_table,
        emails.source_message_id,
        emails.regarding_id,
        emails.regarding_type,
        -- a queue sends in the name of whoever wrote the mail
        case
            when emails.is_outgoing and users.source_user_id is null
                then coalesce(emails.created_by_user_id, emails.sender_id)
            else emails.sender_id
        end as source_author_id,
        case
            when emails.is_automatic and emails.is_outgoing then 'bot'
            when emails.is_outgoing then 'agent'
            when not emails.is_outgoing then 'customer'
        end as raw_author_role,
        emails.body,
        case
            when not emails.is_outgoing then users.source_user_id is null
            else emails.is_sent
        end as is_public,
        emails.is_deleted,
        coalesce(emails.sent_on, emails.ended_at, emails.created_at) as sent_at,
        emails.raw_row_id,
        emails.version_number,
        emails.is_exact_duplicate,
        emails.loaded_at,
        emails.raw_record

    from emails

    left join users
        on emails.sender_id = users.source_user_id

),

read_notes as (

    select
        'annotation' as source_table,
        source_message_id,
        regarding_id,
        regarding_type,
        source_author_id,
        cast(null as string) as raw_author_role,
        body,
        false as is_public,
        is_deleted,
        sent_at,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__annotations') }}

),

unioned as (

    select * from read_emails
    union all
    select * from read_notes

),

-- mails and notes hang on records of any kind; without a word about the kind the id itself tells
judged as (

    select
        unioned.*,
        unioned.regarding_id as source_ticket_id,
        case
            when unioned.regarding_type is not null
                then unioned.regarding_type in ('incident', '112')
            else incidents.source_ticket_id is not null
        end as is_about_case

    from unioned

    left join incidents
        on unioned.regarding_id = incidents.source_ticket_id

)

select * from judged
