-- one row per raw answer row of any vendor: without what was said by and about an erased person, and without old words
with

handed_over as (

    select * from {{ ref('int_survey_responses_handed_over') }}

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
        on {{ erasure_hash('record', "handed_over.source_system || ':' || handed_over.source_contact_id") }} = erased.erased_record_hash

    left join erased_tickets
        on coalesce(handed_over.ticket_source_system, 'any') = erased_tickets.asked_in
        and handed_over.source_ticket_id = erased_tickets.ticket_reference

)

select * from received
