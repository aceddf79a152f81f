-- one row per pair of persons' records that others tie together, though all that is compared says they are two
with

components as (

    select * from {{ ref('int_identity_raw_components') }}

),

-- what a tool or a steward made one is one
declared as (

    select * from {{ ref('int_external_id_groups') }}

),

people as (

    select
        people.record_number,
        people.record_key,
        components.component,
        declared.component as declared_component

    from {{ ref('int_person_records') }} as people

    inner join components
        on people.record_key = components.node

    left join declared
        on people.record_key = declared.node

)

select
    scores.pair_id,
    a.record_key as record_key_a,
    b.record_key as record_key_b,
    scores.match_weight

from {{ ref('int_identity_pair_scores') }} as scores

inner join {{ ref('int_identity_pair_levels') }} as levels
    on scores.pair_id = levels.pair_id

inner join people as a
    on scores.record_number_a = a.record_number

inner join people as b
    on scores.record_number_b = b.record_number
    and a.component = b.component

where scores.match_weight <= {{ var('identity_contradiction_weight') }}
    and scores.decision = 'reject'
    -- names and places alone are written in too many ways
    and (levels.email_level is not null or levels.phone_level is not null)
    and coalesce(a.declared_component <> b.declared_component, true)
