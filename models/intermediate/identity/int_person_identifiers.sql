-- one row per person record and identifier
with

people as (

    -- staff are no customers, and must not tie customers together
    select * from {{ ref('int_person_records') }} where not is_internal

),

crm_systems as (

    select source_system from {{ ref('source_priority') }} where domain = 'crm'

),

emails as (

    select
        record_key,
        'email' as identifier_type,
        email_normalised as identifier_value,
        email_normalised as guarded_value,
        name_key

    from people

),

-- a phone is shared by households and offices: it counts together with the name only
phones as (

    select
        record_key,
        'phone_and_name' as identifier_type,
        phone_normalised || '|' || name_key as identifier_value,
        phone_normalised as guarded_value,
        name_key

    from people

),

-- the CRM's own id, which the other tools carry as external id
crm_ids as (

    select
        people.record_key,
        'external_id' as identifier_type,
        people.source_contact_id as identifier_value,
        people.source_contact_id as guarded_value,
        cast(null as string) as name_key

    from people

    inner join crm_systems
        on people.source_system = crm_systems.source_system

),

external_ids as (

    select
        people.record_key,
        'external_id' as identifier_type,
        people.external_id as identifier_value,
        people.external_id as guarded_value,
        cast(null as string) as name_key

    from people

    inner join crm_ids
        on people.external_id = crm_ids.identifier_value

),

-- the loser of a merge inside a tool, and the record that survived it
merges as (

    select
        record_key,
        'tool_merge' as identifier_type,
        merged_into_contact_record_id as identifier_value,
        merged_into_contact_record_id as guarded_value,
        cast(null as string) as name_key

    from people

),

survivors as (

    select
        people.record_key,
        'tool_merge' as identifier_type,
        people.contact_record_id as identifier_value,
        people.contact_record_id as guarded_value,
        cast(null as string) as name_key

    from people

    inner join (
        select distinct identifier_value from merges
    ) as merged
        on people.contact_record_id = merged.identifier_value

),

unioned as (

    select * from emails
    union
    select * from phones
    union
    select * from crm_ids
    union
    select * from external_ids
    union
    select * from merges
    union
    select * from survivors

)

select
    record_key,
    'person' as entity,
    identifier_type,
    identifier_value,
    guarded_value,
    name_key,
    md5(record_key || '|' || identifier_type || '|' || identifier_value)
        as identifier_id

from unioned

where identifier_value is not null
