-- one row per person record and identifier: e-mail addresses, phone numbers, ids of other tools
with

people as (

    -- staff are no customers, and must not tie customers together
    select * from {{ ref('int_person_records') }}
    where not is_internal

),

-- the CRM's own id, which the other tools carry as external id
crm_people as (

    select
        people.record_number,
        people.contact_record_id,
        people.source_contact_id

    from people

    inner join {{ ref('source_priority') }} as systems
        on people.source_system = systems.source_system

    where systems.domain = 'crm'

),

-- an id is only unique together with the tool that gave it: two CRMs may both know a contact 101
carried_ids as (

    select
        people.record_number,
        case
            when count(crm_people.contact_record_id) = 1
                then min(crm_people.contact_record_id)
            else 'any:' || people.external_id
        end as identifier_value

    from people

    left join crm_people
        on people.external_id = crm_people.source_contact_id
        and people.record_number <> crm_people.record_number

    where people.external_id is not null

    group by people.record_number, people.external_id

),

unioned as (

    select
        people.record_number,
        'email' as identifier_type,
        emails.email_normalised as identifier_value,
        false as is_carried
    from people
    inner join {{ ref('int_person_emails') }} as emails
        on people.contact_record_id = emails.contact_record_id

    union all

    select
        people.record_number,
        'phone' as identifier_type,
        phones.phone_e164 as identifier_value,
        false as is_carried
    from people
    inner join {{ ref('int_person_phones') }} as phones
        on people.contact_record_id = phones.contact_record_id

    union all

    select
        record_number,
        'external_id' as identifier_type,
        identifier_value,
        true as is_carried
    from carried_ids

    union all

    -- of the CRM records only those that another record names
    select
        crm_people.record_number,
        'external_id' as identifier_type,
        crm_people.contact_record_id as identifier_value,
        false as is_carried
    from crm_people
    inner join (select distinct identifier_value from carried_ids) as named
        on crm_people.contact_record_id = named.identifier_value

)

select
    *,
    record_number || '|' || identifier_type || '|' || identifier_value as identifier_id

from unioned
