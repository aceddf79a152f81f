-- one row per raw call or chat row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_call_id,
        cast(null as string) as source_ticket_id,
        cast(null as string) as source_contact_id,
        cast(null as string) as source_agent_id,
        cast(null as string) as contact_kind,
        cast(null as string) as raw_direction,
        cast(null as string) as queue_name,
        cast(null as string) as raw_outcome,
        cast(null as double) as wait_seconds,
        cast(null as double) as talk_seconds,
        cast(null as double) as hold_seconds,
        cast(null as double) as wrap_up_seconds,
        cast(null as integer) as transfer_count,
        cast(null as integer) as queue_entry_number,
        cast(null as double) as callback_wait_seconds,
        cast(null as boolean) as is_callback,
        cast(null as boolean) as is_callback_offered,
        cast(null as boolean) as is_resolved_on_call,
        cast(null as boolean) as is_outside_business_hours,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as started_at,
        cast(null as timestamp) as ended_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('calls') %}
    union all
    select * from {{ ref('int_calls_from_' ~ home) }}
    {% endfor %}

),

-- what an erased person did stays; who it was, and what was said, does not
received as (

    select
        handed_over.{{ all_but('source_contact_id, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_contact_id) as source_contact_id,
        case when erased.erased_contact_id is null then handed_over.raw_record else '[erased]' end as raw_record

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as erased
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_contact_id") }} = erased.erased_record_hash

),

judged as (

    select
        received.*,
        case
            when received.source_call_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            -- calls and chats of one tool share their ids in no tool; if they do, one stays
            when row_number()
                    over (
                        partition by received.source_system, received.source_call_id, received.version_number
                        order by received.source_table, received.raw_row_id
                    )
                > 1 then 'duplicate_key'
            when received.started_at is null then 'missing_mandatory:created_at'
            when received.started_at > {{ as_of() }} then 'future_timestamp'
            when received.ended_at < received.started_at
                or least(received.wait_seconds, received.talk_seconds, received.hold_seconds, received.wrap_up_seconds) < 0
                then 'negative_duration'
        end as reason_code

    from received

)

select
    judged.{{ all_but('raw_record') }},
    -- the row as it came is kept where it is turned away, as long as words are
    case
        when judged.reason_code is not null
            and coalesce(judged.started_at, judged.ended_at, judged.loaded_at) < retention.oldest_kept_at then '[expired]'
        when judged.reason_code is not null then judged.raw_record
    end as raw_record

from judged
cross join (
    select {{ dbt.dateadd('month', '-retained_months', as_of()) }} as oldest_kept_at
    from {{ ref('retention_policy') }}
    where data_class = 'free_text'
) as retention
