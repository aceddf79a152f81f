-- one row per candidate pair: how far each detail agrees (null: one side does not have it)
with

pairs as (

    select
        *,
        coalesce(given_name_level in ('different', 'similar'), false) as is_other_given_name,
        case
            when birth_date_a = birth_date_b then 'exact'
            -- one digit, or day and month the wrong way round
            when levenshtein(birth_text_a, birth_text_b) = 1
                or (
                    year(birth_date_a) = year(birth_date_b)
                    and month(birth_date_a) = day(birth_date_b)
                    and day(birth_date_a) = month(birth_date_b)
                ) then 'close'
            -- two of day, month and year
            when left(birth_text_a, 7) = left(birth_text_b, 7)
                or right(birth_text_a, 5) = right(birth_text_b, 5)
                or left(birth_text_a, 4) || right(birth_text_a, 2)
                = left(birth_text_b, 4) || right(birth_text_b, 2) then 'part'
            when birth_days_apart <= 31 then 'month'
            when birth_days_apart <= 366 then 'year'
            when birth_days_apart <= 3653 then 'decade'
            when birth_days_apart is not null then 'different'
        end as birth_date_level,
        -- more than five letters apart is different however far: what differs by more in length is not compared
        case
            when email_people is null and abs(length(email_a) - length(email_b)) <= 5 then levenshtein(email_a, email_b)
        end as email_distance

    from {{ ref('int_identity_pair_names') }}

),

-- same family, other given name, and no birthday that says they are one: people who live together
judged as (

    select
        *,
        is_other_given_name
        and coalesce(family_name_level in ('exact', 'close'), false)
        and coalesce(birth_date_level not in ('exact', 'close'), true)
        and (
            email_people is not null or phone_people is not null
            or coalesce(postcode_a = postcode_b or street_a = street_b, false)
        ) as is_household

    from pairs

)

select
    pair_id, record_number_a, record_number_b,
    is_tied_by_email, is_tied_by_phone, is_tied_by_external_id, have_other_external_ids,
    given_name_level,
    case when is_household then 'household' else family_name_level end as family_name_level,
    birth_date_level,
    case
        when postcode_a = postcode_b then case when is_household then 'household' else 'exact' end
        when levenshtein(postcode_a, postcode_b) = 1 then 'close'
        when is_same_postcode_area then 'area'
        when postcode_a is not null and postcode_b is not null then 'different'
    end as postcode_level,
    case
        when city_a = city_b then case when is_household then 'household' else 'exact' end
        when {{ are_close('city_a', 'city_b') }} then 'close'
        when levenshtein(city_a, city_b) * 2 <= greatest(length(city_a), length(city_b))
            then 'similar'
        when city_a is not null and city_b is not null then 'different'
    end as city_level,
    case
        when street_a = street_b then case when is_household then 'household' else 'exact' end
        when least(length(street_a), length(street_b)) >= 8 and not is_household
            and levenshtein(street_a, street_b) <= 3 then 'close'
        when street_a is not null and street_b is not null then 'different'
    end as street_level,
    -- colleagues share the line or the address of their company: it is not counted twice
    case
        when not is_same_company then 'different'
        when is_same_company and email_people is null and phone_people is null then 'exact'
    end as company_name_level,
    case
        when phone_people is not null
            then case
                    when is_household then 'household'
                    when is_other_given_name then 'other_name'
                    when given_name_level is not null and family_name_level is not null then 'exact'
                    when given_name_level is null and family_name_level is null then 'exact_no_name'
                    else 'exact_half_name'
                end
        when have_phones then 'different'
    end as phone_level,
    case
        when email_people is not null
            then case
                    when is_household then 'household'
                    when is_other_given_name then 'other_name'
                    else 'exact'
                end
        when has_named_email and is_common_domain and have_other_domains then 'other_domain'
        when has_named_email and is_common_domain and email_distance <= 2 then 'named'
        when has_named_email and is_common_domain then 'different'
        -- r_17@ and r_71@ are numbered, not misspelt
        when email_distance <= 5
            and {{ replace_all("email_a", "'[0-9]'", "''") }}
            = {{ replace_all("email_b", "'[0-9]'", "''") }} then 'different'
        when email_local_a = email_local_b and length(email_local_a) >= 6
            and not has_named_email then 'local'
        when email_distance <= 2 and length(email_local_a) >= 4 then 'close'
        when email_distance <= 5 and length(email_a) >= 15 then 'similar'
        when have_other_domains then 'other_domain'
        when email_a is not null and email_b is not null then 'different'
    end as email_level,
    given_name_records, family_name_records, birth_date_records, postcode_records,
    city_records, street_records, company_name_records, email_people, phone_people

from judged
