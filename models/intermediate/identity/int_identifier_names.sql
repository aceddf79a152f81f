-- one row per identifier of persons and different name behind it
with

named as (

    select distinct
        identifiers.identifier_type,
        identifiers.identifier_value,
        coalesce(people.given_name, '') as given_name,
        coalesce(people.given_name_group, '') as given_name_group,
        coalesce(people.family_name, '') as family_name

    from {{ ref('int_person_identifiers') }} as identifiers

    inner join {{ ref('int_person_records') }} as people
        on identifiers.record_number = people.record_number

    where people.given_name is not null or people.family_name is not null

),

judged as (

    select
        *,
        given_name <> '' and family_name <> '' as is_whole,
        max(case when given_name <> '' and family_name <> '' then 1 else 0 end) over (
            partition by identifier_type, identifier_value
        ) as has_whole_name

    from named

),

numbered as (

    select
        identifier_type,
        identifier_value,
        given_name,
        given_name_group,
        family_name,
        row_number() over (
            partition by identifier_type, identifier_value
            order by given_name, family_name
        ) as name_number,
        count(*) over (partition by identifier_type, identifier_value) as name_count

    from judged

    -- half a name says who it is only where no whole name is known
    where is_whole or has_whole_name = 0

)

select
    *,
    identifier_type || '|' || identifier_value || '|' || name_number as identifier_name_id

from numbered
