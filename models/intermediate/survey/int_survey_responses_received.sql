-- one row per raw answer row of any vendor, as the vendors hand it over
with

-- a domain without a vendor is empty, not absent: the columns and their types stand here
handed_over as (

    select
        cast(null as string) as source_system,
        cast(null as string) as source_table,
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as boolean) as is_exact_duplicate,
        cast(null as string) as source_answer_id,
        cast(null as string) as source_response_id,
        cast(null as string) as source_survey_id,
        cast(null as string) as source_question_id,
        cast(null as string) as source_row_id,
        cast(null as string) as source_contact_id,
        cast(null as string) as ticket_source_system,
        cast(null as string) as source_ticket_id,
        cast(null as string) as source_agent_id,
        cast(null as string) as source_order_id,
        cast(null as string) as source_journey_id,
        cast(null as string) as wave_id,
        cast(null as string) as raw_score,
        cast(null as string) as answer_text,
        cast(null as string) as raw_response_status,
        cast(null as string) as raw_channel,
        cast(null as string) as language,
        cast(null as boolean) as is_finished,
        cast(null as boolean) as has_response,
        cast(null as timestamp) as invited_at,
        cast(null as timestamp) as started_at,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as updated_at,
        cast(null as timestamp) as loaded_at,
        cast(null as string) as raw_record
    where false

    {% for home in homes('survey_responses') %}
    union all
    select * from {{ ref('int_survey_responses_from_' ~ home) }}
    {% endfor %}

),

retention as (

    select {{ dbt.dateadd('month', '-retained_months', as_of()) }} as oldest_kept_at
    from {{ ref('retention_policy') }}
    where data_class = 'free_text'

),

-- Whatever became of the ticket, and whoever answered: the words are about its requester. A survey link
-- carries the id or the number that people see
erased_references as (

    select source_system, source_ticket_id as ticket_reference from {{ ref('int_tickets_checked') }}
    where source_requester_id like 'erased-%'
    union
    select source_system, ticket_number as ticket_reference from {{ ref('int_tickets_checked') }}
    where source_requester_id like 'erased-%'

),

-- a survey tool does not say whose ticket it is: it may be that of any help desk
erased_tickets as (

    select source_system as asked_in, ticket_reference from erased_references
    union
    select 'any' as asked_in, ticket_reference from erased_references

),

-- what an erased person answered stays, who and what was said does not; words are kept as long as the policy says
received as (

    select
        handed_over.{{ all_but('source_contact_id, answer_text, raw_record') }},
        coalesce(erased.erased_contact_id, handed_over.source_contact_id) as source_contact_id,
        case
            when coalesce(erased.erased_contact_id, erased_tickets.ticket_reference) is null
                and handed_over.submitted_at >= retention.oldest_kept_at
                then handed_over.answer_text
        end as answer_text,
        case
            when coalesce(erased.erased_contact_id, erased_tickets.ticket_reference) is not null then '[erased]'
            when coalesce(handed_over.submitted_at, handed_over.loaded_at) < retention.oldest_kept_at then '[expired]'
            else handed_over.raw_record
        end as raw_record

    from handed_over

    cross join retention

    cross join (select max(erasure_key) as erasure_key from {{ ref('stg_landing__erasure_keys') }}) as keys

    left join {{ ref('int_erased_contacts') }} as erased
        on sha256(keys.erasure_key || '|record|' || handed_over.source_system || ':' || handed_over.source_contact_id) = erased.erased_record_hash

    left join erased_tickets
        on coalesce(handed_over.ticket_source_system, 'any') = erased_tickets.asked_in
        and handed_over.source_ticket_id = erased_tickets.ticket_reference

)

select * from received
