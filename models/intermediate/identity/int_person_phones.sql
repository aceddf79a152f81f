-- one row per person record and distinct phone number, in E.164
with

numbers as (

    select * from {{ ref('int_person_phones_located') }}

),

rules as (

    select * from {{ ref('calling_codes') }}

),

without_trunk as (

    select
        numbers.*,
        rules.calling_code,
        rules.national_lengths,
        rules.keeps_leading_zero,
        rules.mobile_infix,
        rules.mobile_lead,
        regexp_replace(
            numbers.national_digits, '^(' || coalesce(rules.trunk_prefix, '') || ')', ''
        ) as short_digits

    from numbers

    left join rules
        on numbers.phone_country = rules.country

),

-- at home 11 15 2345 6789, abroad 9 11 2345 6789: the area has two to four digits
without_infix as (

    select
        *,
        case
            when length(short_digits) <> 12 then short_digits
            when short_digits like '11' || mobile_infix || '%'
                then mobile_lead || left(short_digits, 2) || substring(short_digits, 5)
            when substring(short_digits, 4) like mobile_infix || '%'
                then mobile_lead || left(short_digits, 3) || substring(short_digits, 6)
            when substring(short_digits, 5) like mobile_infix || '%'
                then mobile_lead || left(short_digits, 4) || substring(short_digits, 7)
            else short_digits
        end as significant_digits,
        regexp_replace(national_digits, '^0+', '') as digits_without_zero,
        -- a calling code without a plus
        case
            when national_digits like calling_code || '%'
                then substring(national_digits, 1 + length(calling_code))
        end as digits_without_code

    from without_trunk

),

-- behind a calling code few write the trunk prefix as well: there it is looked for second
recognised as (

    select
        *,
        '+' || calling_code || case
            when international_digits is not null
                and {{ fits_country('national_digits') }} then national_digits
            when {{ fits_country('significant_digits') }} then significant_digits
            when {{ fits_country('national_digits') }} then national_digits
            when international_digits is not null
                and {{ fits_country('digits_without_zero') }} then digits_without_zero
            when international_digits is null
                and {{ fits_country('digits_without_code') }} then digits_without_code
        end as recognised_e164

    from without_infix

),

-- a number from abroad is kept though its country does not know it, if E.164 allows it
written as (

    select
        contact_record_id,
        is_mobile_field,
        coalesce(recognised_e164, '+' || international_digits) as phone_e164

    from recognised

),

distinct_numbers as (

    select
        contact_record_id || '|' || phone_e164 as contact_phone_id,
        contact_record_id,
        phone_e164,
        bool_or(is_mobile_field) as is_mobile_field

    from written

    where length(phone_e164) between 8 and 16

    group by 1, 2, 3

)

select * from distinct_numbers
