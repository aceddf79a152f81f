-- one row per candidate pair and comparison: how far the two agree, and the bits that this is worth
-- A view, for it has up to nine rows a pair, nearly all of pairs that are turned down: fct_match_evidence keeps the others
{{ config(materialized = 'view') }}

with

-- sharers: the people who have the value; out_of: the people of whom it is known
compared as (

    select
        levels.pair_id * 10 + comparisons.comparison_number as evidence_id,
        levels.pair_id,
        comparisons.comparison,
        case comparisons.comparison
            when 'given_name' then levels.given_name_level
            when 'family_name' then levels.family_name_level
            when 'birth_date' then levels.birth_date_level
            when 'postcode' then levels.postcode_level
            when 'city' then levels.city_level
            when 'street' then levels.street_level
            when 'company_name' then levels.company_name_level
            when 'phone' then levels.phone_level
            when 'email' then levels.email_level
        end as level,
        case comparisons.comparison
            when 'given_name' then levels.given_name_records / population.records_per_person
            when 'family_name' then levels.family_name_records / population.records_per_person
            when 'birth_date' then levels.birth_date_records / population.records_per_person
            when 'postcode' then levels.postcode_records / population.records_per_person
            when 'city' then levels.city_records / population.records_per_person
            when 'street' then levels.street_records / population.records_per_person
            when 'company_name' then levels.company_name_records / population.records_per_person
            when 'phone' then levels.phone_people
            when 'email' then levels.email_people
        end as sharers,
        case comparisons.comparison
            when 'given_name' then population.given_names / population.records_per_person
            when 'family_name' then population.family_names / population.records_per_person
            when 'birth_date' then population.birth_dates / population.records_per_person
            when 'postcode' then population.postcodes / population.records_per_person
            when 'city' then population.cities / population.records_per_person
            when 'street' then population.streets / population.records_per_person
            when 'company_name' then population.company_names / population.records_per_person
            else population.record_count
        end as out_of

    from {{ ref('int_identity_pair_levels') }} as levels

    cross join {{ ref('int_identity_population') }} as population

    cross join (
        values
        (1, 'given_name'), (2, 'family_name'), (3, 'birth_date'), (4, 'postcode'), (5, 'city'),
        (6, 'street'), (7, 'company_name'), (8, 'phone'), (9, 'email')
    ) as comparisons (comparison_number, comparison)

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
