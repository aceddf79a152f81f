-- one row per e-mail and note about a case and per description of a case, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'dynamics' in var('help_desk_vendors')) }}

with

messages as (

    select
        source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        source_message_id,
        source_ticket_id,
        source_author_id,
        raw_author_role,
        body,
        false as is_opening,
        is_public,
        is_deleted,
        sent_at,
        loaded_at,
        raw_record

    from {{ ref('base_dynamics__notes_and_emails') }}

    where is_about_case

),

first_emails as (

    select
        source_ticket_id,
        min(sent_at) as first_sent_at

    from messages

    where version_number = 1
        and not is_deleted
        and raw_author_role = 'customer'

    group by 1

),

-- the description is the customer's, unless a person of ours opened the case
openings as (

    select
        'incident.description' as source_table,
        'dynamics.incident.description|' || incidents.source_ticket_id || '#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        incidents.source_ticket_id || '|description' as source_message_id,
        incidents.source_ticket_id,
        coalesce(parties.opened_by_user_id, parties.source_requester_id)
            as source_author_id,
        case when parties.opened_by_user_id is null then 'customer' else 'agent' end
            as raw_author_role,
        incidents.body,
        true as is_opening,
        true as is_public,
        incidents.is_deleted,
        incidents.created_at as sent_at,
        incidents.loaded_at,
        incidents.raw_record

    from {{ ref('base_dynamics__incidents') }} as incidents

    inner join {{ ref('base_dynamics__incident_parties') }} as parties
        on incidents.source_ticket_id = parties.source_ticket_id

    left join first_emails
        on incidents.source_ticket_id = first_emails.source_ticket_id

    where incidents.version_number = 1
        and incidents.body is not null
        -- a case made of an e-mail repeats its text
        and coalesce(first_emails.first_sent_at > incidents.created_at, true)

),

unioned as (

    select * from messages
    union all
    select * from openings

),

shaped as (

    select
        'dynamics' as source_system,
        unioned.*

    from unioned

)

select * from shaped
