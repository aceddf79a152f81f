-- one row per person record and distinct phone number, as it is dialled in the person's country
with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

countries as (

    select * from {{ ref('countries') }}

),

fields as (

    select
        contact_record_id,
        country,
        false as is_mobile_field,
        {{ plain_phone_text('phone') }} as written
    from contacts

    union all

    select
        contact_record_id,
        country,
        true as is_mobile_field,
        {{ plain_phone_text('mobile_phone') }} as written
    from contacts

),

parts as (

    select
        contact_record_id,
        country,
        is_mobile_field,
        {{ each() }}({{ split_function() }}({{ replace_all("written", "'[,|]'", "';'") }}, ';')) as part

    from fields

),

-- a slash parts two numbers, or (030/1234567) the area from the rest of one
slashes as (

    select
        *,
        length({{ replace_all("split_part(part, '/', 1)", "'[^0-9]'", "''") }})
            as digits_before,
        left(ltrim(split_part(part, '/', 2)), 1) in ('0', '+') as begins_anew

    from parts

),

numbers as (

    select
        contact_record_id,
        country,
        is_mobile_field,
        {{ each() }}({{ split_function() }}(
            case
                when digits_before >= 10 or (digits_before >= 7 and begins_anew) then part
                else replace(part, '/', ' ')
            end, '/'
        )) as number_text

    from slashes

),

-- a label may stand before a number, an extension behind it: x 12, ext. 12, #12
dialled as (

    select
        contact_record_id,
        country,
        is_mobile_field,
        {{ replace_all("regexp_extract(number_text, '^[^0-9+]*([0-9+ ().-]*)', 1)", "'[^0-9+]'", "''") }}
            as dialled_number

    from numbers

),

distinct_numbers as (

    select
        dialled.contact_record_id || '|' || dialled.dialled_number as dialled_phone_id,
        dialled.contact_record_id,
        dialled.dialled_number,
        coalesce(countries.country, '{{ var("default_country") }}') as dialled_from,
        bool_or(dialled.is_mobile_field) as is_mobile_field

    from dialled

    left join countries
        on lower(trim(dialled.country)) = countries.written_as

    where dialled.dialled_number <> ''

    group by 1, 2, 3, 4

)

select * from distinct_numbers
