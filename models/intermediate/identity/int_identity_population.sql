-- one row: how many records are compared, and how likely two of them are one person before anything is compared
with

people as (

    select
        count(*) as record_count,
        count(given_name) as given_names,
        count(family_name) as family_names,
        count(birth_date) as birth_dates,
        count(postcode) as postcodes,
        count(city) as cities,
        count(street) as streets,
        count(company_name) as company_names

    from {{ ref('int_person_comparables') }}

),

-- pairs that nobody doubts
certain as (

    select count(*) as certain_pair_count
    from {{ ref('int_identity_pair_levels') }}
    where is_tied_by_email
        or (
            given_name_level = 'exact'
            and family_name_level = 'exact'
            and (birth_date_level = 'exact' or postcode_level = 'exact')
        )

),

-- taken for half of all pairs; at least one pair for two records
estimated as (

    select
        people.*,
        certain.certain_pair_count,
        greatest(cast(certain.certain_pair_count as double) / 0.5, people.record_count / 2.0, 1.0)
            as expected_pair_count

    from people

    cross join certain

)

select
    'person' as entity,
    *,
    -- records that one person has
    1 + 2 * expected_pair_count / greatest(record_count, 1) as records_per_person,
    round(
        log2(expected_pair_count / greatest(record_count * (record_count - 1) / 2.0, 1)), 1
    ) as prior_weight

from estimated
