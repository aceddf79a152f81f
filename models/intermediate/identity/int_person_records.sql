-- one row per person of a source system, with its details in the form in which they are compared
with

people as (

    select * from {{ ref('int_person_names') }}

),

-- the address that the tool itself puts first
emails as (

    select
        contact_record_id,
        min(email_normalised) as email

    from {{ ref('int_person_emails') }}

    where is_primary_email

    group by 1

),

staff_domains as (

    select domain from {{ ref('internal_domains') }}

),

staff_respondents as (

    select contact_record_id from {{ ref('int_staff_respondents') }}

),

placeholder_dates as (

    select value from {{ ref('blocked_identifiers') }}
    where identifier_type = 'birth_date'

),

normalised as (

    select
        people.contact_record_id,
        people.source_system,
        people.source_contact_id,
        people.account_record_id,
        people.merged_into_contact_record_id,
        people.external_id,
        people.contact_type,
        people.is_deleted,
        people.created_at,
        people.updated_at,
        md5('person|' || people.contact_record_id) as record_key,
        people.given_name,
        people.family_name,
        people.given_name_group,
        case when placeholder_dates.value is null then people.birth_date end as birth_date,
        nullif({{ replace_all("lower(people.postcode)", "'[^0-9a-z]'", "''") }}, '') as postcode,
        nullif(split_part(lower(trim(people.postcode)), ' ', 1), '') as postcode_area,
        {{ fold_name('people.city') }} as city,
        {{ fold_name('people.street') }} as street,
        {{ fold_name('people.company_name') }} as company_name,
        emails.email,
        staff_domains.domain is not null
        or staff_respondents.contact_record_id is not null as is_internal

    from people

    left join emails
        on people.contact_record_id = emails.contact_record_id

    left join staff_domains
        on split_part(emails.email, '@', 2) = staff_domains.domain

    left join staff_respondents
        on people.contact_record_id = staff_respondents.contact_record_id

    left join placeholder_dates
        on cast(people.birth_date as string) = placeholder_dates.value

)

select
    *,
    -- a short number inside for a long key at the edges
    row_number() over (order by record_key) as record_number

from normalised
