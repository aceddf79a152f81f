-- one row per record and identifier, with the guard that refused it (null: it may link)
with

identifiers as (

    select * from {{ ref('int_person_identifiers') }}
    union all
    select * from {{ ref('int_account_identifiers') }}

),

blocked as (

    select * from {{ ref('blocked_identifiers') }}

),

-- the data tell what no list knows: an identifier with several names behind it is shared
statistics as (

    select
        identifier_type,
        identifier_value,
        count(distinct record_key) as record_count,
        count(distinct name_key) as name_count

    from identifiers

    where identifier_type = 'email'

    group by 1, 2

),

guarded as (

    select
        identifiers.*,
        case
            when exact.reason is not null then exact.reason
            when local_part.reason is not null then local_part.reason
            when digits.reason is not null then digits.reason
            -- one digit repeated is nobody's number
            when identifiers.identifier_type = 'phone_and_name'
                and length(
                    replace(
                        right(identifiers.guarded_value, 7),
                        right(identifiers.guarded_value, 1), ''
                    )
                ) = 0 then 'placeholder'
            when statistics.name_count > {{ var('identity_max_names') }}
                then 'shared_by_several_names'
        end as refusal_reason

    from identifiers

    left join blocked as exact
        on identifiers.identifier_type = exact.identifier_type
        and exact.match_type = 'exact'
        and identifiers.guarded_value = exact.value

    left join blocked as local_part
        on identifiers.identifier_type = local_part.identifier_type
        and local_part.match_type = 'local_part'
        and split_part(identifiers.guarded_value, '@', 1) = local_part.value

    left join blocked as digits
        on identifiers.identifier_type = 'phone_and_name'
        and digits.match_type = 'digits'
        and right(identifiers.guarded_value, length(digits.value)) = digits.value

    left join statistics
        on identifiers.identifier_type = statistics.identifier_type
        and identifiers.identifier_value = statistics.identifier_value

)

select * from guarded
