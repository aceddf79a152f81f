-- one row per breach of the rule that a person is one customer (GOV-01, GOV-02); empty when all is well
with

people as (

    select * from {{ ref('int_person_records') }}
    where not is_internal

),

keys as (

    select * from {{ ref('int_customer_keys') }}

),

identifiers as (

    select
        record_key,
        identifier_value

    from {{ ref('int_identity_identifiers') }}

    where identifier_type = 'email'
        and refusal_reason is null

),

customers as (

    select customer_id from {{ ref('dim_customers') }}

),

-- the same usable address behind two customers
divided as (

    select
        'one_email_two_customers' as violation,
        'GOV-01' as rule_id,
        md5(identifiers.identifier_value) as violating_key,
        count(distinct keys.customer_id) as occurrence_count

    from identifiers

    inner join people
        on identifiers.record_key = people.record_key

    inner join keys
        on people.contact_record_id = keys.contact_record_id

    group by 1, 2, 3

    having count(distinct keys.customer_id) > 1

),

-- a merge inside a tool that we undid
undone_merges as (

    select
        'merged_record_apart_from_survivor' as violation,
        'GOV-01' as rule_id,
        losers.contact_record_id as violating_key,
        1 as occurrence_count

    from people as losers

    inner join keys as loser_keys
        on losers.contact_record_id = loser_keys.contact_record_id

    inner join keys as survivor_keys
        on losers.merged_into_contact_record_id = survivor_keys.contact_record_id

    where loser_keys.customer_id <> survivor_keys.customer_id

),

-- a person of a tool that has no customer
lost as (

    select
        'record_without_customer' as violation,
        'GOV-02' as rule_id,
        keys.contact_record_id as violating_key,
        1 as occurrence_count

    from keys

    left join customers
        on keys.customer_id = customers.customer_id

    where not keys.is_internal
        and customers.customer_id is null

),

unioned as (

    select * from divided
    union all
    select * from undone_merges
    union all
    select * from lost

)

select
    *,
    violation || '|' || violating_key as identity_violation_id

from unioned
