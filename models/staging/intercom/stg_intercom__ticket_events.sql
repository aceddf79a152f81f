-- one row per raw row of intercom.conversation_part_history without a text, and per change no row says, in the shape of int_ticket_events_unioned
{{ config(enabled = 'intercom' in var('help_desk_vendors')) }}

with

-- a part with a text is a message, and one part may change both the state and the assignee
changes as (

    select
        parts.*,
        kinds.kind,
        case
            when kinds.kind = 'assignment' then parts.assigned_field
            when parts.new_state is not null then 'status'
            when parts.assigned_field is not null then parts.assigned_field
            when parts.part_type like 'priority_changed%' then 'priority'
            else 'other'
        end as event_type

    from {{ ref('base_intercom__conversation_parts') }} as parts

    cross join (values ('row'), ('state'), ('assignment')) as kinds (kind)

    where (kinds.kind = 'row' and parts.body is null)
        or (
            parts.version_number = 1
            and parts.source_part_id is not null
            and (
                (kinds.kind = 'state' and parts.body is not null and parts.new_state is not null)
                or (
                    kinds.kind = 'assignment' and parts.assigned_field is not null
                    and (parts.body is not null or parts.new_state is not null)
                )
            )
        )

),

part_events as (

    select
        'conversation_part_history' || case when kind <> 'row' then '.' || kind else '' end
            as source_table,
        case
            when kind = 'row' then raw_row_id
            else 'intercom.conversation_part_history.' || kind || '|' || source_part_id || '#1'
        end as raw_row_id,
        version_number,
        is_exact_duplicate,
        source_part_id || case when kind <> 'row' then '|' || kind else '' end as source_event_id,
        source_ticket_id,
        source_author_id as source_actor_id,
        event_type,
        part_type as field_name,
        case when event_type = 'status' then new_state else assigned_to_id end as raw_value,
        created_at as occurred_at,
        loaded_at,
        raw_record

    from changes

),

-- a conversation begins open, and no part says so unless it changes in the same second
creations as (

    select
        'conversation_history.created' as source_table,
        'intercom.conversation_history.created|' || conversations.source_ticket_id || '#1'
            as raw_row_id,
        1 as version_number,
        false as is_exact_duplicate,
        conversations.source_ticket_id || '|created' as source_event_id,
        conversations.source_ticket_id,
        conversations.source_author_id as source_actor_id,
        'status' as event_type,
        'created' as field_name,
        'open' as raw_value,
        conversations.created_at as occurred_at,
        conversations.loaded_at,
        conversations.raw_record

    from {{ ref('base_intercom__conversations') }} as conversations

    left join part_events
        on conversations.source_ticket_id = part_events.source_ticket_id
        and part_events.event_type = 'status'
        and part_events.version_number = 1
        and conversations.created_at >= part_events.occurred_at

    where conversations.version_number = 1
        and conversations.source_ticket_id is not null
        and part_events.source_ticket_id is null

),

unioned as (

    select * from part_events
    union all
    select * from creations

),

shaped as (

    select
        'intercom' as source_system,
        unioned.*,
        cast(null as string) as raw_value_category,
        -- the parts name the new value only
        cast(null as string) as raw_previous_value,
        cast(null as string) as raw_previous_value_category

    from unioned

)

select * from shaped
