-- one row per identifier of persons, with the guard that refused it (null: it may tie records together)
with

identifiers as (

    select
        *,
        split_part(identifier_value, '@', 1) as local_part,
        split_part(identifier_value, '@', 2) as email_domain

    from {{ ref('int_identifier_people') }}

),

blocked as (

    select * from {{ ref('blocked_identifiers') }}

),

limits as (

    select * from {{ ref('identity_rules') }}
    where entity = 'person'

),

-- a number may end with more than one of the listed digits
digit_hits as (

    select
        identifiers.identifier_key,
        min(blocked.reason) as reason

    from identifiers

    inner join blocked
        on identifiers.identifier_type = blocked.identifier_type
        and right(identifiers.identifier_value, length(blocked.value)) = blocked.value

    where blocked.match_type = 'digits'

    group by 1

),

guarded as (

    select
        identifiers.identifier_key,
        identifiers.identifier_type,
        identifiers.identifier_value,
        identifiers.record_count,
        identifiers.person_count,
        coalesce(exact.reason, local_part.reason, domain.reason, digit_hits.reason) as list_reason,
        -- one digit repeated is nobody's number
        identifiers.identifier_type = 'phone'
        and length(
            replace(
                right(identifiers.identifier_value, 7), right(identifiers.identifier_value, 1), ''
            )
        ) = 0 as is_one_digit,
        limits.max_names,
        limits.max_records

    from identifiers

    inner join limits
        on identifiers.identifier_type = limits.identifier_type

    left join blocked as exact
        on exact.match_type = 'exact'
        and identifiers.identifier_type = exact.identifier_type
        and identifiers.identifier_value = exact.value

    left join blocked as local_part
        on local_part.match_type = 'local_part'
        and identifiers.identifier_type = local_part.identifier_type
        and identifiers.local_part = local_part.value

    left join blocked as domain
        on domain.match_type = 'domain'
        and identifiers.identifier_type = domain.identifier_type
        and identifiers.email_domain = domain.value

    left join digit_hits
        on identifiers.identifier_key = digit_hits.identifier_key

)

select
    identifier_key,
    identifier_type,
    identifier_value,
    record_count,
    person_count,
    case
        when list_reason is not null then list_reason
        when is_one_digit then 'placeholder'
        when record_count > max_records then 'shared_by_many_records'
        when person_count > max_names then 'shared_by_several_names'
    end as refusal_reason

from guarded
