-- one row per candidate pair and comparison: how far the two agree, and the bits that this is worth
-- A view, for it has nine rows a pair, nearly all of pairs that are turned down: fct_match_evidence keeps the others
{{ config(materialized = 'view') }}

with

pairs as (

    select
        levels.*,
        population.*

    from {{ ref('int_identity_pair_levels') }} as levels

    cross join {{ ref('int_identity_population') }} as population

),

-- sharers: the people who have the value; out_of: the people of whom it is known
compared as (

    select
        pair_id * 10 + 1 as evidence_id, pair_id, 'given_name' as comparison,
        given_name_level as level, given_name_records / records_per_person as sharers,
        given_names / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 2 as evidence_id, pair_id, 'family_name' as comparison,
        family_name_level as level, family_name_records / records_per_person as sharers,
        family_names / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 3 as evidence_id, pair_id, 'birth_date' as comparison,
        birth_date_level as level, birth_date_records / records_per_person as sharers,
        birth_dates / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 4 as evidence_id, pair_id, 'postcode' as comparison,
        postcode_level as level, postcode_records / records_per_person as sharers,
        postcodes / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 5 as evidence_id, pair_id, 'city' as comparison,
        city_level as level, city_records / records_per_person as sharers,
        cities / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 6 as evidence_id, pair_id, 'street' as comparison,
        street_level as level, street_records / records_per_person as sharers,
        streets / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 7 as evidence_id, pair_id, 'company_name' as comparison,
        company_name_level as level, company_name_records / records_per_person as sharers,
        company_names / records_per_person as out_of
    from pairs

    union all

    select
        pair_id * 10 + 8 as evidence_id, pair_id, 'phone' as comparison,
        phone_level as level, phone_people as sharers, record_count as out_of
    from pairs

    union all

    select
        pair_id * 10 + 9 as evidence_id, pair_id, 'email' as comparison,
        email_level as level, email_people as sharers, record_count as out_of
    from pairs

),

-- where u is not given it is the share of the other people who have the value too; never none
judged as (

    select
        compared.evidence_id,
        compared.pair_id,
        compared.comparison,
        compared.level,
        weights.m,
        coalesce(
            weights.u,
            greatest(compared.sharers - 1, weights.unseen_people) / compared.out_of
        ) as u

    from compared

    inner join {{ ref('match_weights') }} as weights
        on compared.comparison = weights.comparison
        and compared.level = weights.level

)

select
    evidence_id,
    pair_id,
    comparison,
    level,
    m,
    u,
    round(log2(m / u), 1) as weight

from judged
