-- one row per raw person row of someone who was erased: the id that stands in for its own
{{ config(materialized = 'view') }}

with

-- where nobody was erased the raw rows are not read once more by every contract
received as (

    {% if somebody_was_erased() %}
    select raw_row_id, source_system, source_contact_id, external_id, email
    from {{ ref('int_contacts_received') }}
    {% else %}
    select
        cast(null as string) as raw_row_id,
        cast(null as string) as source_system,
        cast(null as string) as source_contact_id,
        cast(null as string) as external_id,
        cast(null as string) as email
    where false
    {% endif %}

),

erasures as (

    select * from {{ ref('erasures') }}

),

hashed as (

    select
        received.raw_row_id,
        received.source_system,
        received.source_contact_id,
        received.external_id,
        lower(trim(received.email)) as email,
        sha256(
            keys.erasure_key || '|record|' || received.source_system || ':'
            || received.source_contact_id
        ) as record_hash,
        sha256(keys.erasure_key || '|email|' || lower(trim(received.email))) as email_hash

    from received

    cross join {{ ref('stg_landing__erasure_keys') }} as keys

),

-- a record is known by its id, a new one of the same person by its address
matched as (

    select
        hashed.*,
        max(coalesce(by_record.erased_person_id, by_email.erased_person_id)) over (
            partition by
                hashed.source_system, coalesce(hashed.source_contact_id, hashed.raw_row_id)
        ) as erased_person_id

    from hashed

    left join erasures as by_record
        on hashed.record_hash = by_record.identifier_hash

    left join erasures as by_email
        on hashed.email_hash = by_email.identifier_hash

)

select
    raw_row_id as erased_raw_row_id,
    source_system,
    source_contact_id,
    external_id as erased_external_id,
    email as erased_email,
    erased_person_id,
    erased_person_id || '-' || left(coalesce(record_hash, sha256(raw_row_id)), 8)
        as erased_contact_id

from matched

where erased_person_id is not null
