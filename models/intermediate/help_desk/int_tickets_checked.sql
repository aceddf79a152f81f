-- one row per raw ticket row of any vendor, with the reason why it is not taken in (null: it is)
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_ticket_id,
        cast(null as string) as ticket_number,
        cast(null as string) as source_requester_id,
        cast(null as string) as source_submitter_id,
        cast(null as string) as source_assignee_id,
        cast(null as string) as source_account_id,
        cast(null as string) as source_group_id,
        cast(null as string) as group_name,
        cast(null as string) as merged_into_source_ticket_id,
        cast(null as string) as followup_of_source_ticket_id,
        cast(null as string) as parent_source_ticket_id,
        cast(null as string) as source_schedule_id,
        cast(null as string) as raw_channel,
        cast(null as string) as raw_status,
        cast(null as string) as raw_status_category,
        cast(null as string) as raw_status_label,
        cast(null as string) as raw_priority,
        cast(null as string) as ticket_type,
        cast(null as string) as record_type,
        cast(null as string) as category,
        cast(null as string) as product,
        cast(null as string) as subject,
        cast(null as integer) as source_reopen_count,
        cast(null as integer) as source_reassignment_count,
        cast(null as boolean) as is_outbound,
        cast(null as boolean) as is_merged,
        cast(null as boolean) as is_spam,
        cast(null as boolean) as is_test,
        cast(null as boolean) as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as first_response_at,
        cast(null as timestamp) as first_response_due_at,
        cast(null as timestamp) as resolution_due_at,
        cast(null as timestamp) as resolved_at,
        cast(null as timestamp) as closed_at,
        cast(null as string) as rejection_reason,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('tickets') %}
    union all
    select * from {{ ref('int_tickets_from_' ~ home) }}
    {% endfor %}

),

-- what an erased person did stays; who it was, and what was said, does not
received as (

    select
        handed_over.{{ all_but('source_requester_id, source_submitter_id, subject, raw_record') }},
        coalesce(requester.erased_contact_id, handed_over.source_requester_id) as source_requester_id,
        coalesce(submitter.erased_contact_id, handed_over.source_submitter_id) as source_submitter_id,
        case when requester.erased_contact_id is null then handed_over.subject end as subject,
        case when coalesce(requester.erased_contact_id, submitter.erased_contact_id) is null then handed_over.raw_record else '[erased]' end
            as raw_record

    from handed_over

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as requester
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_requester_id") }} = requester.erased_record_hash

    left join {{ ref('int_erased_contacts') }} as submitter
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_submitter_id") }} = submitter.erased_record_hash

),

judged as (

    select
        received.*,
        case
            when received.source_ticket_id is null then 'missing_mandatory:id'
            when received.version_number > 1 and received.is_exact_duplicate
                then 'exact_duplicate'
            when received.version_number > 1 then 'superseded_version'
            when received.rejection_reason is not null then received.rejection_reason
            when received.created_at is null then 'missing_mandatory:created_at'
            when received.created_at > {{ as_of() }} then 'future_timestamp'
            when received.resolved_at < received.created_at
                or received.closed_at < received.created_at
                then 'negative_duration'
        end as reason_code

    from received

)

select
    judged.{{ all_but('subject, raw_record') }},
    -- words are kept as long as the policy says (GOV-18)
    case when judged.created_at >= retention.oldest_kept_at then judged.subject end as subject,
    -- the row as it came is kept where it is turned away, as long as words are
    case
        when judged.reason_code is not null and coalesce(judged.created_at, judged.loaded_at) < retention.oldest_kept_at then '[expired]'
        when judged.reason_code is not null then judged.raw_record
    end as raw_record

from judged
cross join (
    select {{ dbt.dateadd('month', '-retained_months', as_of()) }} as oldest_kept_at
    from {{ ref('retention_policy') }}
    where data_class = 'free_text'
) as retention
