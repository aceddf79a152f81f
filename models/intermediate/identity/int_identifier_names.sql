-- one row per identifier of persons and different name behind it
with

carried as (

    select
        identifiers.identifier_type,
        identifiers.identifier_value,
        coalesce(people.given_name, '') as given_name,
        coalesce(people.given_name_group, '') as given_name_group,
        coalesce(people.family_name, '') as family_name,
        count(*) as record_count

    from {{ ref('int_person_identifiers') }} as identifiers

    inner join {{ ref('int_person_records') }} as people
        on identifiers.record_number = people.record_number

    group by 1, 2, 3, 4, 5

),

judged as (

    select
        *,
        case when given_name <> '' then 1 else 0 end
        + case when family_name <> '' then 1 else 0 end as part_count

    from carried

),

compared as (

    select
        *,
        max(part_count) over (partition by identifier_type, identifier_value) as most_parts,
        sum(record_count) over (partition by identifier_type, identifier_value)
            as identifier_record_count

    from judged

),

numbered as (

    select
        identifier_type,
        identifier_value,
        cast(identifier_record_count as bigint) as record_count,
        given_name,
        given_name_group,
        family_name,
        row_number() over (
            partition by identifier_type, identifier_value
            order by given_name, family_name
        ) as name_number,
        count(*) over (partition by identifier_type, identifier_value) as name_count

    from compared

    -- half a name says who it is only where no whole name is known, and none where no half is
    where part_count = most_parts

)

select
    *,
    identifier_type || '|' || identifier_value || '|' || name_number as identifier_name_id

from numbered
