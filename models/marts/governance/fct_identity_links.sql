-- one row per pair of records that rules, weights, tools or stewards tie together, nearly, or not: with the decision
with

links as (

    select * from {{ ref('int_identity_links') }}

),

records as (

    select
        record_key,
        source_record_key,
        resolved_id

    from {{ ref('int_identity_map') }}

)

select
    links.link_id,
    links.entity,
    links.record_key_a,
    links.record_key_b,
    a.source_record_key as source_record_a,
    b.source_record_key as source_record_b,
    a.resolved_id as resolved_id_a,
    b.resolved_id as resolved_id_b,
    links.match_rule,
    links.decision,
    links.match_weight,
    cast(links.match_confidence as double) as match_confidence,
    a.resolved_id = b.resolved_id as is_in_effect

from links

inner join records as a
    on links.record_key_a = a.record_key

inner join records as b
    on links.record_key_b = b.record_key
