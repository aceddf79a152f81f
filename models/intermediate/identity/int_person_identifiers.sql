-- one row per person record and identifier
with

people as (

    -- staff are no customers, and must not tie customers together
    select * from {{ ref('int_person_records') }}
    where not is_internal

),

-- the CRM's own id, which the other tools carry as external id
crm_people as (

    select
        people.record_key,
        people.source_contact_id

    from people

    inner join {{ ref('source_priority') }} as systems
        on people.source_system = systems.source_system

    where systems.domain = 'crm'

),

unioned as (

    select
        record_key,
        'email' as identifier_type,
        email_normalised as identifier_value,
        email_normalised as guarded_value,
        name_key
    from people

    union

    -- a phone is shared by households and offices: it counts together with the name only
    select
        record_key,
        'phone_and_name' as identifier_type,
        phone_normalised || '|' || name_key as identifier_value,
        phone_normalised as guarded_value,
        name_key
    from people

    union

    select
        record_key,
        'external_id' as identifier_type,
        source_contact_id as identifier_value,
        source_contact_id as guarded_value,
        cast(null as string) as name_key
    from crm_people

    union

    select
        people.record_key,
        'external_id' as identifier_type,
        people.external_id as identifier_value,
        people.external_id as guarded_value,
        cast(null as string) as name_key
    from people
    inner join crm_people
        on people.external_id = crm_people.source_contact_id

    union

    -- the loser of a merge inside a tool, and the record that survived it
    select
        record_key,
        'tool_merge' as identifier_type,
        merged_into_contact_record_id as identifier_value,
        merged_into_contact_record_id as guarded_value,
        cast(null as string) as name_key
    from people

    union

    select
        survivors.record_key,
        'tool_merge' as identifier_type,
        survivors.contact_record_id as identifier_value,
        survivors.contact_record_id as guarded_value,
        cast(null as string) as name_key
    from people as survivors
    inner join people as losers
        on survivors.contact_record_id = losers.merged_into_contact_record_id

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
