-- one row per record, identifier and the record that stands for all records with that identifier: the evidence
with

identifiers as (

    select * from {{ ref('int_identity_identifiers') }}
    where refusal_reason is null

),

rules as (

    select * from {{ ref('identity_rules') }}
    where identifier_type is not null

),

-- a star instead of all pairs: the same components with far fewer rows
hubs as (

    select
        entity,
        identifier_type,
        identifier_value,
        min(record_key) as hub_record_key

    from identifiers

    group by 1, 2, 3

    having count(distinct record_key) > 1

),

linked as (

    select
        identifiers.identifier_id as link_id,
        identifiers.entity,
        identifiers.record_key,
        hubs.hub_record_key,
        rules.match_rule,
        cast(rules.match_confidence as double) as match_confidence,
        -- evidence without the personal value
        md5(identifiers.identifier_value) as identifier_hash

    from identifiers

    inner join hubs
        on identifiers.entity = hubs.entity
        and identifiers.identifier_type = hubs.identifier_type
        and identifiers.identifier_value = hubs.identifier_value

    inner join rules
        on identifiers.entity = rules.entity
        and identifiers.identifier_type = rules.identifier_type

)

select * from linked
