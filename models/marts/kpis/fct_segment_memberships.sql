-- one row per payer, scheme and time in one segment, without gaps or overlaps; and the assignments that do not count (KPI-31)
with

schemes as (

    select scheme_code from {{ ref('segment_schemes') }}

),

assignments as (

    select * from {{ ref('int_segment_assignments') }}

),

-- who pays: the account, or the person who belongs to none
payers as (

    select payer_id, first_seen_at, true as is_person from {{ ref('dim_customers') }}
    where account_id = 'none'
    union all
    select account_id as payer_id, first_seen_at, false as is_person from {{ ref('dim_accounts') }}
    where account_id not in ('unknown', 'none')

),

-- from each of these instants on the segment is another one, or none
changes as (

    select
        schemes.scheme_code, payers.payer_id,
        -- by size, who belongs to no account is a consumer
        case when payers.is_person and schemes.scheme_code = 'size' then 'consumer' else 'unassigned' end as segment_code,
        payers.first_seen_at as changed_at, true as is_start
    from payers
    cross join schemes
    union all
    select 'size' as scheme_code, payer_id, segment_code, changed_at, false as is_start
    from {{ ref('int_segment_size_changes') }}
    union all
    select scheme_code, payer_id, segment_code, changed_at, false as is_start
    from {{ ref('int_segment_value_changes') }}
    union all
    select scheme_code, payer_id, segment_code, valid_from as changed_at, false as is_start
    from assignments
    where exclusion_reason is null
    union all
    select scheme_code, payer_id, 'unassigned' as segment_code, valid_to as changed_at, false as is_start
    from assignments
    where exclusion_reason is null and valid_to is not null

),

-- where one ends and the next begins, the next holds; what was known before the payer was seen is its start
decided as (

    select
        scheme_code,
        payer_id,
        changed_at,
        coalesce(max(case when segment_code <> 'unassigned' then segment_code end), 'unassigned') as segment_code,
        bool_and(is_start) as is_start,
        min(changed_at) over (partition by scheme_code, payer_id) as starts_at

    from changes

    where changed_at is not null

    group by 1, 2, 3

),

compared as (

    select
        *,
        lag(segment_code) over (partition by scheme_code, payer_id order by changed_at) as segment_before

    from decided

    where not is_start or changed_at = starts_at

),

intervals as (

    select
        scheme_code || '|' || payer_id || '|' || cast(changed_at as string) as segment_membership_id,
        payer_id, scheme_code, segment_code, cast(null as string) as exclusion_reason,
        cast(0 as bigint) as overlap_days,
        changed_at as valid_from,
        lead(changed_at) over (partition by scheme_code, payer_id order by changed_at) as valid_to
    from compared
    where segment_before is null or segment_before <> segment_code
    union all
    select
        segment_assignment_id as segment_membership_id,
        coalesce(payer_id, 'unknown') as payer_id, scheme_code, segment_code, exclusion_reason,
        overlap_days, valid_from, valid_to
    from assignments
    where exclusion_reason is not null

)

select
    -- ids and text
    segment_membership_id, payer_id, scheme_code, segment_code, exclusion_reason,
    -- numbers and booleans
    overlap_days,
    exclusion_reason is null as is_included,
    segment_code <> 'unassigned' as is_assigned,
    exclusion_reason is null
    and valid_from <= {{ as_of() }}
    and coalesce(valid_to > {{ as_of() }}, true) as is_current,
    -- timestamps
    valid_from, valid_to
from intervals
