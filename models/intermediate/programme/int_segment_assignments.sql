-- one row per segment that people gave to an account or person, and why it does not count
with

assignments as (

    select
        *,
        source_system || ':' || coalesce(source_account_id, source_contact_id) as source_record,
        cast(valid_from as timestamp) as starts_at,
        cast(valid_to as timestamp) as ends_at

    from {{ ref('segment_assignments') }}

),

definitions as (

    select
        definitions.scheme_code,
        definitions.segment_code

    from {{ ref('segment_definitions') }} as definitions

    inner join {{ ref('segment_schemes') }} as schemes
        on definitions.scheme_code = schemes.scheme_code
        and schemes.measure = 'assigned'

),

linked as (

    select
        assignments.scheme_code,
        assignments.segment_code,
        assignments.source_record,
        assignments.starts_at,
        assignments.ends_at,
        coalesce(assignments.ends_at, {{ as_of() }}) as known_until,
        assignments.assigned_on,
        coalesce(account_map.account_id, keys.payer_id) as payer_id,
        case
            when coalesce(account_map.account_id, keys.payer_id) is null then 'unknown_customer'
            when definitions.segment_code is null then 'unknown_segment'
            when assignments.starts_at is null or assignments.starts_at >= assignments.ends_at
                then 'impossible_interval'
        end as rejection,
        row_number() over (
            partition by assignments.scheme_code, coalesce(account_map.account_id, keys.payer_id)
            order by
                assignments.assigned_on, assignments.starts_at, assignments.source_record,
                assignments.segment_code
        ) as assignment_number

    from assignments

    left join {{ ref('int_account_map') }} as account_map
        on assignments.source_system || ':' || assignments.source_account_id
        = account_map.account_record_id

    left join {{ ref('int_customer_keys') }} as keys
        on assignments.source_system || ':' || assignments.source_contact_id = keys.contact_record_id

    left join definitions
        on assignments.scheme_code = definitions.scheme_code
        and assignments.segment_code = definitions.segment_code

),

-- what was given first stays; what overlaps it would count the customer twice
overlapped as (

    select
        later.scheme_code,
        later.payer_id,
        later.assignment_number,
        sum({{ dbt.datediff(
            'greatest(later.starts_at, earlier.starts_at)', 'least(later.known_until, earlier.known_until)', 'day'
        ) }}) as overlap_days

    from linked as later

    inner join linked as earlier
        on later.scheme_code = earlier.scheme_code
        and later.payer_id = earlier.payer_id
        and later.assignment_number > earlier.assignment_number
        and (earlier.ends_at is null or later.starts_at < earlier.ends_at)
        and (later.ends_at is null or later.ends_at > earlier.starts_at)

    where later.rejection is null and earlier.rejection is null

    group by 1, 2, 3

)

select
    linked.scheme_code || '|' || linked.source_record || '|' || linked.segment_code || '|'
    || coalesce(cast(linked.starts_at as string), 'none') as segment_assignment_id,
    linked.payer_id,
    linked.scheme_code,
    linked.segment_code,
    linked.source_record,
    coalesce(linked.rejection, case when overlapped.payer_id is not null then 'segment_overlap' end) as exclusion_reason,
    cast(coalesce(overlapped.overlap_days, 0) as bigint) as overlap_days,
    linked.starts_at as valid_from,
    linked.ends_at as valid_to

from linked

left join overlapped
    on linked.scheme_code = overlapped.scheme_code
    and linked.payer_id = overlapped.payer_id
    and linked.assignment_number = overlapped.assignment_number
