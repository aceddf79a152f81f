-- one row per person of a source system, with its name in the form in which names are compared
{{ config(materialized = 'view') }}

with

contacts as (

    select * from {{ ref('int_contacts_unioned') }}

),

placeholders as (

    select value from {{ ref('blocked_identifiers') }}
    where identifier_type = 'name'

),

name_groups as (

    select * from {{ ref('given_name_variants') }}

),

folded as (

    select
        *,
        {{ fold_name('first_name') }} as first_folded,
        {{ fold_name('last_name') }} as last_folded,
        {{ fold_name('full_name') }} as full_folded,
        -- Smith, Anna
        {{ fold_name("split_part(full_name, ',', 2)") }} as after_comma,
        {{ fold_name("split_part(full_name, ',', 1)") }} as before_comma

    from contacts

),

-- a name in one piece is cut at its first and its last space
parts as (

    select
        *,
        case
            when first_folded is not null or last_folded is not null then first_folded
            when after_comma is not null then after_comma
            else split_part(full_folded, ' ', 1)
        end as given_part,
        case
            when first_folded is not null or last_folded is not null then last_folded
            when after_comma is not null then before_comma
            else nullif(regexp_extract(full_folded, ' ([^ ]+)$', 1), '')
        end as family_part

    from folded

),

named as (

    select
        parts.contact_record_id,
        parts.source_system,
        parts.source_contact_id,
        parts.account_record_id,
        parts.merged_into_contact_record_id,
        parts.external_id,
        parts.contact_type,
        parts.company_name,
        parts.street,
        parts.city,
        parts.postcode,
        parts.birth_date,
        parts.is_deleted,
        parts.created_at,
        parts.updated_at,
        -- "Unknown Caller" and "Test" are nobody's names
        case
            when full_blocked.value is null and given_blocked.value is null
                then parts.given_part
        end as given_name,
        case
            when full_blocked.value is null and family_blocked.value is null
                then parts.family_part
        end as family_name

    from parts

    left join placeholders as full_blocked
        on parts.full_folded = full_blocked.value

    left join placeholders as given_blocked
        on parts.given_part = given_blocked.value

    left join placeholders as family_blocked
        on parts.family_part = family_blocked.value

)

select
    named.*,
    -- Bob and Robert are one name
    coalesce(name_groups.name_group, split_part(named.given_name, ' ', 1)) as given_name_group

from named

left join name_groups
    on named.given_name = name_groups.given_name
