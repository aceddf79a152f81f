-- one row per person record that may be a customer: what is compared, and how many records share each value
with

people as (

    select
        *,
        split_part(email, '@', 1) as email_local,
        split_part(email, '@', 2) as email_domain

    from {{ ref('int_person_records') }}

    where not is_internal

),

-- a value of everybody says nothing about anybody, not even that two differ; a shared one says a little
usable as (

    select
        carriers.record_number,
        max(case when carriers.identifier_type = 'phone' then 1 else 0 end) = 1 as has_phone,
        max(case when carriers.identifier_value = people.email then people.email end) as email,
        -- of the ids of other tools only those that are one person's
        max(
            case
                when carriers.is_carried and guarded.refusal_reason is null
                    then carriers.identifier_value
            end
        ) as external_id

    from {{ ref('int_person_identifiers') }} as carriers

    inner join {{ ref('int_identity_identifiers') }} as guarded
        on carriers.identifier_type = guarded.identifier_type
        and carriers.identifier_value = guarded.identifier_value

    inner join people
        on carriers.record_number = people.record_number

    where coalesce(guarded.refusal_reason, 'shared_by_several_names') = 'shared_by_several_names'

    group by 1

),

given_names as (
    select given_name, count(*) as records from people
    group by 1
),

family_names as (
    select family_name, count(*) as records from people
    group by 1
),

birth_dates as (
    select birth_date, count(*) as records from people
    group by 1
),

postcodes as (
    select postcode, count(*) as records from people
    group by 1
),

cities as (
    select city, count(*) as records from people
    group by 1
),

streets as (
    select street, count(*) as records from people
    group by 1
),

companies as (
    select company_name, count(*) as records from people
    group by 1
),

domains as (
    select email_domain, count(*) as records from people
    group by 1
)

select
    people.record_number, people.record_key,
    people.given_name, people.family_name, people.given_name_group, people.company_name,
    people.birth_date, cast(people.birth_date as string) as birth_date_text,
    people.postcode, people.postcode_area, people.city, people.street,
    usable.email,
    case when usable.email is not null then people.email_local end as email_local,
    people.email_domain,
    case
        when people.email_domain is not null
            then people.email_domain in (select mail.canonical_domain from {{ ref('free_mail_domains') }} as mail)
    end as is_free_mail,
    domains.records > 1 as is_shared_domain, coalesce(usable.has_phone, false) as has_phone, usable.external_id,
    -- two ids differ only where one tool gave both
    case
        when usable.external_id like 'any:%' then people.source_system
        else split_part(usable.external_id, ':', 1)
    end as external_id_space,
    given_names.records as given_name_records, family_names.records as family_name_records,
    birth_dates.records as birth_date_records, postcodes.records as postcode_records,
    cities.records as city_records, streets.records as street_records,
    companies.records as company_name_records

from people

left join usable on people.record_number = usable.record_number
left join given_names on people.given_name = given_names.given_name
left join family_names on people.family_name = family_names.family_name
left join birth_dates on people.birth_date = birth_dates.birth_date
left join postcodes on people.postcode = postcodes.postcode
left join cities on people.city = cities.city
left join streets on people.street = streets.street
left join companies on people.company_name = companies.company_name
left join domains on people.email_domain = domains.email_domain
