-- one row per ticket with a text of its own, by the one who opened it
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

tickets as (

    select * from {{ ref('base_hubspot__tickets') }}
    where version_number = 1
        and source_ticket_id is not null
        and body is not null

),

relations as (

    select * from {{ ref('base_hubspot__ticket_relations') }}

),

user_owners as (

    select * from {{ ref('base_hubspot__user_owners') }}

),

joined as (

    select
        'ticket.content' as source_table,
        'hubspot.ticket.content|' || tickets.source_ticket_id || '#1' as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        'content|' || tickets.source_ticket_id as source_message_id,
        tickets.source_ticket_id,
        coalesce(user_owners.source_agent_id, relations.source_requester_id) as source_author_id,
        case when user_owners.source_agent_id is not null then 'agent' else 'customer' end
            as raw_author_role,
        tickets.body,
        true as is_opening,
        true as is_public,
        tickets.is_deleted,
        tickets.created_at as sent_at,
        tickets.loaded_at,
        tickets.raw_record

    from tickets

    left join relations
        on tickets.source_ticket_id = relations.source_ticket_id

    left join user_owners
        on tickets.created_by_user_id = user_owners.source_user_id

)

select * from joined
