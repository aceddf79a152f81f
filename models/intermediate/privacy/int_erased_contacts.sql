-- one row per person record of someone who was erased, by the hash of its id: what stands in for the id wherever it is named
{{ config(materialized = 'view') }}

with

records as (

    -- who is on the list stays erased, though no tool lands the record any more
    select
        identifier_hash as erased_record_hash,
        erased_person_id || '-' || left(identifier_hash, 8) as erased_contact_id
    from {{ ref('erasures') }}
    where identifier_type = 'record'

    union all

    -- what came later has an address of the person
    select
        erased_record_hash,
        erased_contact_id
    from {{ ref('int_erased_contact_rows') }}
    where source_contact_id is not null

)

select
    erased_record_hash,
    min(erased_contact_id) as erased_contact_id

from records

group by 1
