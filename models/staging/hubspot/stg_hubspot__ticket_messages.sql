-- one row per e-mail, note and conversation entry that is a message of a ticket, and per opening text, in the shape of int_ticket_messages_unioned
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

engagements as (

    select
        source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        -- each table counts for itself
        case source_table when 'engagement_email' then 'email|' else 'note|' end
        || source_engagement_id as source_message_id,
        source_ticket_id,
        -- an e-mail of a workflow goes out in an owner's name
        case when engagement_type in ('EMAIL', 'NOTE') and not is_automatic then source_owner_id end
            as source_author_id,
        case
            when is_automatic then 'bot'
            when engagement_type = 'INCOMING_EMAIL' then 'customer'
            -- sent without a name it may be anybody's, and stops no clock
            when engagement_type in ('EMAIL', 'NOTE') and source_owner_id is not null
                then 'agent'
        end as raw_author_role,
        body,
        false as is_opening,
        is_public,
        is_deleted,
        sent_at,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__engagement_messages') }}

    where is_ticket_message

),

thread_messages as (

    select
        'conversation_message_history' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        'message|' || source_message_id as source_message_id,
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

    from {{ ref('base_hubspot__thread_messages') }}

    where is_ticket_message

),

messages as (

    select * from engagements
    union all
    select * from thread_messages

),

first_messages as (

    select
        source_ticket_id,
        min(sent_at) filter (where raw_author_role = 'customer') as first_customer_at,
        min(sent_at) filter (where raw_author_role = 'agent') as first_agent_at

    from messages

    where version_number = 1
        and is_public
        and not is_deleted

    group by 1

),

-- the text on a ticket that came by e-mail or chat repeats its first message, which stands there already
openings as (

    select openings.*

    from {{ ref('base_hubspot__ticket_openings') }} as openings

    left join first_messages
        on openings.source_ticket_id = first_messages.source_ticket_id

    where coalesce(first_messages.first_customer_at > openings.sent_at + interval 60 second, true)
        and (
            openings.raw_author_role = 'customer'
            or coalesce(first_messages.first_agent_at > openings.sent_at + interval 60 second, true)
        )

),

shaped as (

    select 'hubspot' as source_system, messages.* from messages
    union all
    select 'hubspot' as source_system, openings.* from openings

)

select * from shaped
