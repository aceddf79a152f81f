-- one row per raw ticket message row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system, cast(null as string) as source_table, cast(null as string) as raw_row_id,
        cast(null as integer) as version_number, cast(null as boolean) as is_exact_duplicate, cast(null as string) as source_message_id,
        cast(null as string) as source_ticket_id, cast(null as string) as source_author_id, cast(null as string) as raw_author_role,
        cast(null as string) as body, cast(null as boolean) as is_opening, cast(null as boolean) as is_public,
        cast(null as boolean) as is_deleted, cast(null as timestamp) as sent_at, cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('ticket_messages') %}
    union all
    select * from {{ ref('int_ticket_messages_from_' ~ home) }}
    {% endfor %}

),

-- two tables of one tool (e-mails, comments) share their ids in no tool; if they do, the first table keeps it.
-- Asked of the models above: of handed_over, read twice, the engine would hold every row
shared_ids as (

    select source_system, source_message_id, min(source_table) as kept_in_table
    from (
        select source_system, source_message_id, source_table from handed_over
        where false
        {% for home in homes('ticket_messages') %}
        union all
        select source_system, source_message_id, source_table from {{ ref('int_ticket_messages_from_' ~ home) }}
        {% endfor %}
    ) as landed
    group by 1, 2
    having min(source_table) <> max(source_table)

),

accepted_tickets as (

    select source_system, source_ticket_id from {{ ref('int_tickets_checked') }}
    where reason_code is null

),

-- whatever became of the ticket: who asked for it is named in what others wrote on it, too
erased_tickets as (

    select distinct source_system, source_ticket_id, 'requester' as erased_as from {{ ref('int_tickets_checked') }}
    where source_requester_id like 'erased-%'

),

received as (

    select
        handed_over.{{ all_but('source_author_id, body, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_author_id) as source_author_id,
        case when coalesce(erased.erased_contact_id, erased_tickets.erased_as) is null then handed_over.body end as body,
        case when coalesce(erased.erased_contact_id, erased_tickets.erased_as) is null then handed_over.raw_record else '[erased]' end as raw_record,
        accepted_tickets.source_ticket_id as accepted_ticket_id

    from handed_over

    left join accepted_tickets
        on handed_over.source_system = accepted_tickets.source_system
        and handed_over.source_ticket_id = accepted_tickets.source_ticket_id

    left join erased_tickets
        on handed_over.source_system = erased_tickets.source_system
        and handed_over.source_ticket_id = erased_tickets.source_ticket_id

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as erased
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_author_id") }} = erased.erased_record_hash

),

judged as (

    select
        received.*,
        case
            when received.source_message_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when received.source_table > shared_ids.kept_in_table then 'duplicate_key'
            when received.source_ticket_id is null then 'missing_mandatory:ticket_id'
            when received.accepted_ticket_id is null then 'orphan_ticket'
            when received.sent_at is null then 'missing_mandatory:created_at'
            when received.sent_at > {{ as_of() }} then 'future_timestamp'
        end as reason_code

    from received

    left join shared_ids
        on received.source_system = shared_ids.source_system
        and received.source_message_id = shared_ids.source_message_id

)

select
    judged.{{ all_but('body, raw_record, accepted_ticket_id') }},
    -- words are kept as long as the policy says (GOV-18)
    case when judged.sent_at >= retention.oldest_kept_at then judged.body end as body,
    -- the row as it came is kept where it is turned away, as long as words are
    case
        when judged.reason_code is not null and coalesce(judged.sent_at, judged.loaded_at) < retention.oldest_kept_at then '[expired]'
        when judged.reason_code is not null then judged.raw_record
    end as raw_record

from judged
cross join (
    select {{ dbt.dateadd('month', '-retained_months', as_of()) }} as oldest_kept_at
    from {{ ref('retention_policy') }}
    where data_class = 'free_text'
) as retention
