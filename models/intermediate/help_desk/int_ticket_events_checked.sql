-- one row per raw ticket change row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system, cast(null as string) as source_table, cast(null as string) as raw_row_id,
        cast(null as integer) as version_number, cast(null as boolean) as is_exact_duplicate, cast(null as string) as source_event_id,
        cast(null as string) as source_ticket_id, cast(null as string) as source_actor_id, cast(null as string) as event_type,
        cast(null as string) as field_name, cast(null as string) as raw_value, cast(null as string) as raw_value_category,
        cast(null as string) as raw_previous_value, cast(null as string) as raw_previous_value_category,
        cast(null as timestamp) as occurred_at, cast(null as timestamp) as loaded_at, cast(null as string) as raw_record
    where false

    {% for home in homes('ticket_events') %}
    union all
    select * from {{ ref('int_ticket_events_from_' ~ home) }}
    {% endfor %}

),

-- whatever became of the ticket: what was changed on it tells of who asked for it
erased_tickets as (

    select distinct source_system, source_ticket_id from {{ ref('int_tickets_checked') }}
    where source_requester_id like 'erased-%'

),

-- What an erased person did stays; who it was, and what was said, does not. The values of other fields
-- are read by nobody, and ids of people and words are among them
received as (

    select
        handed_over.{{ all_but('source_actor_id, raw_value, raw_previous_value, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_actor_id) as source_actor_id,
        case when handed_over.event_type <> 'other' then handed_over.raw_value end as raw_value,
        case when handed_over.event_type <> 'other' then handed_over.raw_previous_value end as raw_previous_value,
        case
            when coalesce(erased.erased_contact_id, named.erased_contact_id, named_before.erased_contact_id) is null
                and erased_tickets.source_ticket_id is null
                then handed_over.raw_record
            else '[erased]'
        end as raw_record

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as erased
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_actor_id") }} = erased.erased_record_hash

    left join {{ ref('int_erased_contacts') }} as named
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.raw_value") }} = named.erased_record_hash

    left join {{ ref('int_erased_contacts') }} as named_before
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.raw_previous_value") }} = named_before.erased_record_hash

    left join erased_tickets
        on handed_over.source_system = erased_tickets.source_system
        and handed_over.source_ticket_id = erased_tickets.source_ticket_id

),

accepted_tickets as (

    select
        source_system, source_ticket_id,
        created_at as ticket_created_at

    from {{ ref('int_tickets_checked') }}

    where reason_code is null

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

)

select
    judged.{{ all_but('raw_record') }},
    -- the row as it came is kept where it is turned away, as long as words are
    case
        when judged.reason_code is not null and coalesce(judged.occurred_at, judged.loaded_at) < retention.oldest_kept_at then '[expired]'
        when judged.reason_code is not null then judged.raw_record
    end as raw_record

from judged
cross join (
    select {{ dbt.dateadd('month', '-retained_months', as_of()) }} as oldest_kept_at
    from {{ ref('retention_policy') }}
    where data_class = 'free_text'
) as retention
