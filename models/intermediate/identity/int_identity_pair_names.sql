-- one row per candidate pair: how the two names agree, and both sides of what else is compared
{{ config(materialized = 'view') }}

with

sides as (

    select
        pairs.*,
        a.given_name as given_a,
        b.given_name as given_b,
        a.family_name as family_a,
        b.family_name as family_b,
        a.given_name_group = b.given_name_group as is_same_name_group,
        a.given_name_records,
        a.family_name_records,
        a.birth_date as birth_date_a,
        b.birth_date as birth_date_b,
        a.birth_date_text as birth_text_a,
        b.birth_date_text as birth_text_b,
        abs({{ dbt.datediff('a.birth_date', 'b.birth_date', 'day') }}) as birth_days_apart,
        a.birth_date_records,
        a.postcode as postcode_a,
        b.postcode as postcode_b,
        a.postcode_area = b.postcode_area as is_same_postcode_area,
        a.postcode_records,
        a.city as city_a,
        b.city as city_b,
        a.city_records,
        a.street as street_a,
        b.street as street_b,
        a.street_records,
        a.company_name = b.company_name as is_same_company,
        a.company_name_records,
        a.email as email_a,
        b.email as email_b,
        a.email_local as email_local_a,
        b.email_local as email_local_b,
        a.is_free_mail or b.is_free_mail or (a.is_shared_domain and b.is_shared_domain)
            as is_common_domain,
        not a.is_free_mail and not b.is_free_mail and a.is_shared_domain and b.is_shared_domain
        and a.email_domain <> b.email_domain as have_other_domains,
        -- anna.smith@ of a mail provider or a company tells no more than the name
        coalesce(
            position(a.family_name in a.email_local) > 0
            or position(b.family_name in b.email_local) > 0
            or position(a.given_name in a.email_local) > 0, false
        ) as has_named_email,
        a.has_phone and b.has_phone as have_phones,
        a.external_id_space = b.external_id_space and a.external_id <> b.external_id
            as have_other_external_ids

    from {{ ref('int_identity_candidates') }} as pairs

    inner join {{ ref('int_person_comparables') }} as a
        on pairs.record_number_a = a.record_number

    inner join {{ ref('int_person_comparables') }} as b
        on pairs.record_number_b = b.record_number

),

-- Isla Hall and Hall Isla; the half that is missing on one side is no contradiction
turned as (

    select
        *,
        coalesce(given_a <> given_b, true) and coalesce(family_a <> family_b, true)
        and (
            ({{ are_close('given_a', 'family_b') }} and {{ are_close('family_a', 'given_b') }})
            or (given_a = family_b and (family_a is null or given_b is null))
            or (family_a = given_b and (given_a is null or family_b is null))
        ) as is_swapped

    from sides

)

select
    *,
    case
        when is_swapped then 'swapped'
        when given_a is null or given_b is null then null
        when given_a = given_b then 'exact'
        when is_same_name_group then 'variant'
        when least(length(given_a), length(given_b)) = 1 and left(given_a, 1) = left(given_b, 1)
            then 'initial'
        when {{ are_close('given_a', 'given_b') }} then 'close'
        when given_a like given_b || ' %' or given_b like given_a || ' %'
            or given_a like '% ' || given_b or given_b like '% ' || given_a then 'part'
        when levenshtein(given_a, given_b) * 2 <= greatest(length(given_a), length(given_b))
            then 'similar'
        else 'different'
    end as given_name_level,
    case
        when is_swapped or family_a is null or family_b is null then null
        when family_a = family_b then 'exact'
        when {{ are_close('family_a', 'family_b') }} then 'close'
        when family_a like family_b || ' %' or family_b like family_a || ' %'
            or family_a like '% ' || family_b or family_b like '% ' || family_a then 'part'
        when levenshtein(family_a, family_b) * 2 <= greatest(length(family_a), length(family_b))
            then 'similar'
        else 'different'
    end as family_name_level

from turned
