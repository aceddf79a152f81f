-- one row per raw person row of someone who was erased: the id that stands in for its own
{{ config(materialized = 'view') }}

with

-- where nobody was erased the raw rows are not read once more by every contract
received as (

    {% if somebody_was_erased() %}
    select
        raw_row_id, version_number, source_system, source_contact_id, external_id, email,
        additional_emails
    from {{ ref('int_contacts_received') }}
    {% else %}
    select
        cast(null as string) as raw_row_id,
        cast(null as integer) as version_number,
        cast(null as string) as source_system,
        cast(null as string) as source_contact_id,
        cast(null as string) as external_id,
        cast(null as string) as email,
        cast(null as string) as additional_emails
    where false
    {% endif %}

),

erasures as (

    select * from {{ ref('erasures') }}

),

-- all addresses of a row, taken apart at the signs at which identity does
addresses as (

    select
        raw_row_id,
        {{ each() }}({{ split_function() }}(
            {{ replace_all("concat_ws(';', email, additional_emails)", "'[,;|]'", "';'") }}, ';'
        )) as address

    from received

),

by_email as (

    select
        addresses.raw_row_id,
        max(erasures.erased_person_id) as erased_person_id

    from addresses

    cross join {{ ref('stg_landing__erasure_keys') }} as keys

    inner join erasures
        on {{ erasure_hash('email', 'lower(trim(addresses.address))') }} = erasures.identifier_hash

    group by 1

),

hashed as (

    select
        received.*,
        {{ erasure_hash('record', "received.source_system || ':' || received.source_contact_id") }} as record_hash

    from received

    cross join {{ ref('stg_landing__erasure_keys') }} as keys

),

-- a record is known by its id, a new one of the same person by an address: one that it has now
matched as (

    select
        hashed.*,
        by_email.erased_person_id as address_person_id,
        max(coalesce(
            by_record.erased_person_id,
            case when hashed.version_number = 1 then by_email.erased_person_id end
        )) over (
            partition by
                hashed.source_system, coalesce(hashed.source_contact_id, hashed.raw_row_id)
        ) as record_person_id

    from hashed

    left join erasures as by_record
        on hashed.record_hash = by_record.identifier_hash

    left join by_email
        on hashed.raw_row_id = by_email.raw_row_id

)

-- who once had the address of an erased person stays: only the row that shows it goes
select
    raw_row_id as erased_raw_row_id,
    source_system,
    record_hash as erased_record_hash,
    case when record_person_id is not null then source_contact_id end as source_contact_id,
    case when record_person_id is not null then external_id end as erased_external_id,
    case when record_person_id is not null then lower(trim(email)) end as erased_email,
    case when record_person_id is not null then additional_emails end as erased_additional_emails,
    coalesce(record_person_id, address_person_id) as erased_person_id,
    coalesce(record_person_id, address_person_id) || '-'
    || left(coalesce(record_hash, sha256(raw_row_id)), 8) as erased_contact_id

from matched

where coalesce(record_person_id, address_person_id) is not null
