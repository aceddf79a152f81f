-- one row per trace of a person who was erased (GOV-19); empty when all is well
with

erasures as (

    select
        listed.identifier_hash,
        listed.erased_person_id,
        keys.erasure_key

    from {{ ref('erasures') }} as listed

    cross join {{ ref('stg_landing__erasure_keys') }} as keys

),

-- the addresses of a person, and everything that names a record, in every place that keeps rows as they came
traces as (

    select
        'record_not_erased' as erasure_leak,
        'record|' || contact_record_id as identifier,
        'int_contacts_unioned' as relation_name
    from {{ ref('int_contacts_unioned') }}

    union all

    select
        'record_not_erased' as erasure_leak,
        'email|' || lower(trim(address)) as identifier,
        'int_contacts_unioned' as relation_name
    from (
        select
            {{ each() }}({{ split_function() }}(
                {{ replace_all("concat_ws(';', email, additional_emails)", "'[,;|]'", "';'") }}, ';'
            )) as address
        from {{ ref('int_contacts_unioned') }}
    ) as pieces

    union all

    select
        'address_in_quarantine' as erasure_leak,
        'email|' || address as identifier,
        'fct_rejected_records' as relation_name
    from (
        select
            {{ each() }}(regexp_extract_all(
                lower(raw_record), '[a-z0-9._%+''-]+@[a-z0-9.-]+\.[a-z]{2,}', 0
            )) as address
        from {{ ref('fct_rejected_records') }}
    ) as addresses

),

known as (

    select
        traces.erasure_leak,
        traces.relation_name,
        erasures.erased_person_id

    from (select min(listed.erasure_key) as erasure_key from erasures as listed) as keys

    -- without an erasure nothing is hashed
    inner join traces
        on keys.erasure_key is not null

    inner join erasures
        on sha256(keys.erasure_key || '|' || traces.identifier) = erasures.identifier_hash

),

words as (

    select
        'words_not_erased' as erasure_leak,
        'fct_feedback_items' as relation_name,
        people.erased_person_id

    from {{ ref('fct_feedback_items') }} as items

    inner join {{ ref('fct_erasures') }} as people
        on items.customer_id = people.customer_id

    where items.redacted_text is not null

),

unioned as (

    select * from known
    union all
    select * from words

)

select
    erased_person_id || '|' || erasure_leak || '|' || relation_name as erasure_leak_id,
    erased_person_id,
    erasure_leak,
    relation_name,
    count(*) as occurrence_count

from unioned

group by 1, 2, 3, 4
