-- one row per raw ticket change row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_event_id,
        cast(null as string) as source_ticket_id,
        cast(null as string) as source_actor_id,
        cast(null as string) as event_type,
        cast(null as string) as field_name,
        cast(null as string) as raw_value,
        cast(null as string) as raw_value_category,
        cast(null as string) as raw_previous_value,
        cast(null as timestamp) as occurred_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('ticket_events') %}
    union all
    select * from {{ ref('int_ticket_events_from_' ~ home) }}
    {% endfor %}

),

-- what an erased person did stays; who it was, and what was said, does not
received as (

    select
        handed_over.{{ all_but('source_actor_id, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_actor_id) as source_actor_id,
        case when erased.erased_contact_id is null then handed_over.raw_record else '[erased]' end as raw_record

    from handed_over

    left join {{ ref('int_erased_contacts') }} as erased
        on handed_over.source_system = erased.erased_source_system
        and handed_over.source_actor_id = erased.erased_source_contact_id

),

accepted_tickets as (

    select
        source_system,
        source_ticket_id,
        created_at as ticket_created_at

    from {{ ref('int_tickets_unioned') }}

),

judged as (

    select
        received.*,
        case
            when received.source_event_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when accepted_tickets.source_ticket_id is null then 'orphan_ticket'
            when received.occurred_at is null then 'missing_mandatory:created_at'
            when received.occurred_at > {{ as_of() }} then 'future_timestamp'
            when received.event_type = 'status'
                and received.occurred_at < accepted_tickets.ticket_created_at
                then 'negative_duration'
        end as reason_code

    from received

    left join accepted_tickets
        on received.source_system = accepted_tickets.source_system
        and received.source_ticket_id = accepted_tickets.source_ticket_id

),

slimmed as (

    select
        {{ all_but('raw_record') }},
        -- the row as it came is kept where it is turned away
        case when reason_code is not null then raw_record end as raw_record

    from judged

)

select * from slimmed
