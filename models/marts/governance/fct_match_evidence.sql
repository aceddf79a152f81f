-- one row per pair of persons' records that was linked, reviewed or vetoed, and comparison: what it added to the weight
with

evidence as (

    select * from {{ ref('int_identity_evidence') }}

),

scores as (

    select
        pair_id,
        record_number_a,
        record_number_b

    from {{ ref('int_identity_pair_scores') }}

    where decision <> 'reject'

),

people as (

    select
        record_number,
        record_key

    from {{ ref('int_person_records') }}

)

select
    a.record_key || '|' || b.record_key || '|' || evidence.comparison as match_evidence_id,
    a.record_key || '|' || b.record_key as link_id,
    evidence.comparison,
    evidence.level,
    evidence.m,
    evidence.u,
    evidence.weight

from evidence

inner join scores
    on evidence.pair_id = scores.pair_id

inner join people as a
    on scores.record_number_a = a.record_number

inner join people as b
    on scores.record_number_b = b.record_number
