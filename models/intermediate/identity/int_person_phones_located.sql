-- one row per dialled phone number of a person record: the country that it lies in, and its number there
with

numbers as (

    select
        *,
        replace(dialled_number, '+', '') as digits

    from {{ ref('int_person_phones_dialled') }}

),

calling_codes as (

    select * from {{ ref('calling_codes') }}

),

-- a plus, 00, or what one dials there to call abroad: a calling code follows
international as (

    select
        numbers.*,
        case
            when numbers.dialled_number like '+%'
                then regexp_replace(numbers.digits, '^0+', '')
            when numbers.digits like '00' || homes.calling_code || '%'
                then substring(numbers.digits, 3)
            when regexp_extract(
                    numbers.digits, '^(' || homes.international_prefix || ')[1-9]', 1
                ) <> ''
                then regexp_replace(
                        numbers.digits, '^(' || homes.international_prefix || ')', ''
                    )
            when numbers.digits like '00%' then regexp_replace(numbers.digits, '^0+', '')
        end as international_digits

    from numbers

    left join calling_codes as homes
        on numbers.dialled_from = homes.country

),

-- several countries share a calling code: the rules of the main one hold for all
located as (

    select
        international.dialled_phone_id,
        international.contact_record_id,
        international.is_mobile_field,
        international.international_digits,
        case
            when international.international_digits is null then international.dialled_from
            else main_countries.country
        end as phone_country,
        case
            when international.international_digits is null then international.digits
            else substring(
                    international.international_digits, 1 + length(main_countries.calling_code)
                )
        end as national_digits

    from international

    left join calling_codes as main_countries
        on main_countries.is_main_country
        and international.international_digits like main_countries.calling_code || '%'

)

select * from located
