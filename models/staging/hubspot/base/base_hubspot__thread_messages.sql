-- one row per raw row of hubspot.conversation_message_history, with its author and the ticket of its conversation
{{ config(materialized = 'table', enabled = 'hubspot' in var('help_desk_vendors')) }}

with

messages as (

    select * from {{ ref('base_hubspot__conversation_messages') }}

),

threads as (

    select * from {{ ref('base_hubspot__conversation_threads') }}
    where version_number = 1

),

user_owners as (

    select * from {{ ref('base_hubspot__user_owners') }}

),

-- the first letter of an actor is its kind: A-123 is the user 123, V-456 the contact 456
actors as (

    select
        *,
        case when conversation_actor_id like '_-%' then upper(left(conversation_actor_id, 1)) end
            as actor_kind,
        substring(conversation_actor_id, 3) as actor_number

    from messages

),

joined as (

    select
        actors.*,
        threads.source_ticket_id,
        case actors.actor_kind
            when 'A' then coalesce(user_owners.source_agent_id, actors.conversation_actor_id)
            when 'V' then actors.actor_number
            else actors.conversation_actor_id
        end as source_author_id,
        case
            when actors.message_type = 'WELCOME_MESSAGE' or actors.actor_kind in ('B', 'L')
                then 'bot'
            when actors.actor_kind in ('S', 'I') then 'system'
            when actors.actor_kind = 'A' then 'agent'
            when actors.message_direction = 'INCOMING' then 'customer'
        end as raw_author_role,
        -- a comment is for colleagues; what could not be sent reached nobody
        actors.message_type <> 'COMMENT'
        and coalesce(actors.delivery_status, '') <> 'FAILED' as is_public,
        -- the other entries tell of assignments and changes of status
        coalesce(
            actors.message_type in ('MESSAGE', 'COMMENT', 'WELCOME_MESSAGE'), false
        ) as is_message

    from actors

    left join threads
        on actors.source_thread_id = threads.source_thread_id

    left join user_owners
        on actors.actor_kind = 'A'
        and actors.actor_number = user_owners.source_user_id

),

judged as (

    select
        *,
        is_message and source_ticket_id is not null as is_ticket_message

    from joined

)

select * from judged
