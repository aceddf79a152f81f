-- one row per e-mail address or phone number of a customer's record, with the guard that refused it (null: it is the person's own)
with

records as (

    select
        source_record_key as contact_record_id,
        resolved_id as customer_id

    from {{ ref('int_identity_map') }}

    where entity = 'person'

),

guarded as (

    select * from {{ ref('int_identity_identifiers') }}

),

unioned as (

    select
        contact_record_id,
        'email' as attribute,
        email_normalised as attribute_value,
        is_primary_email as is_preferred
    from {{ ref('int_person_emails') }}

    union all

    -- a mobile phone is one person's, the other field may be the switchboard's
    select
        contact_record_id,
        'phone' as attribute,
        phone_e164 as attribute_value,
        is_mobile_field as is_preferred
    from {{ ref('int_person_phones') }}

)

select
    unioned.contact_record_id || '|' || unioned.attribute || '|'
    || unioned.attribute_value as contact_point_id,
    records.customer_id,
    unioned.contact_record_id,
    unioned.attribute,
    unioned.attribute_value,
    guarded.refusal_reason,
    -- the one that speaks for its record
    row_number() over (
        partition by unioned.contact_record_id, unioned.attribute
        order by
            case when guarded.refusal_reason is null then 0 else 1 end,
            unioned.is_preferred desc,
            unioned.attribute_value
    ) as record_rank

from unioned

inner join records
    on unioned.contact_record_id = records.contact_record_id

left join guarded
    on unioned.attribute = guarded.identifier_type
    and unioned.attribute_value = guarded.identifier_value
