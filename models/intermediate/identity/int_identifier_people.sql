-- one row per identifier of persons: how many records carry it, and how many people by their names
with

names as (

    select * from {{ ref('int_identifier_names') }}

),

-- a name is another person's unless an earlier one of the same identifier may be the same:
-- spelt nearly alike, shortened to an initial, or the wrong way round
alike as (

    select distinct
        later.identifier_type,
        later.identifier_value,
        later.name_number

    from names as later

    inner join names as earlier
        on later.identifier_type = earlier.identifier_type
        and later.identifier_value = earlier.identifier_value
        and later.name_number > earlier.name_number

    -- where there are more names than this nobody needs to compare them
    where later.name_count <= 30
        and (
            (
                (
                    later.family_name = '' or earlier.family_name = ''
                    or {{ are_close('later.family_name', 'earlier.family_name') }}
                )
                and (
                    later.given_name = '' or earlier.given_name = ''
                    or later.given_name_group = earlier.given_name_group
                    or {{ are_close('later.given_name', 'earlier.given_name') }}
                    or (
                        least(length(later.given_name), length(earlier.given_name)) = 1
                        and left(later.given_name, 1) = left(earlier.given_name, 1)
                    )
                )
            )
            or (
                later.given_name = earlier.family_name
                and later.family_name = earlier.given_name
            )
        )

)

select
    names.identifier_type,
    names.identifier_value,
    names.record_count,
    -- nobody gave a name: then it is taken for one person's
    count(*) - count(alike.name_number) as person_count,
    names.identifier_type || '|' || names.identifier_value as identifier_key

from names

left join alike
    on names.identifier_type = alike.identifier_type
    and names.identifier_value = alike.identifier_value
    and names.name_number = alike.name_number

group by 1, 2, 3
