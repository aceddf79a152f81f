-- one row per payer and instant from which on it is of a size
with

accounts as (

    select account_id, employee_count_record_id, first_seen_at from {{ ref('int_accounts_golden') }}

),

bands as (

    select
        segment,
        cast(employees_min as integer) as employees_min,
        cast(employees_max as integer) as employees_max

    from {{ ref('segment_bands') }}

    where employees_min is not null

),

-- a tool that keeps the versions of an account tells what its size was
versions as (

    select
        source_system || ':' || source_account_id as account_record_id,
        employee_count,
        updated_at

    from {{ ref('int_accounts_checked') }}

    where (reason_code is null or reason_code = 'superseded_version')
        and employee_count is not null
        and updated_at <= {{ as_of() }}

),

-- of the others it is known what each run saw; all people of an account are of its size
seen as (

    select account_id, logged_at, min(segment) as segment from {{ ref('fct_customer_history_log') }}
    where account_id <> 'none' and event <> 'gone'
    group by 1, 2

),

known as (

    select
        accounts.account_id as payer_id,
        versions.updated_at as changed_at,
        bands.segment,
        accounts.first_seen_at

    from accounts

    inner join versions
        on accounts.employee_count_record_id = versions.account_record_id

    inner join bands
        on versions.employee_count >= bands.employees_min
        and versions.employee_count <= coalesce(bands.employees_max, versions.employee_count)

    union all

    select
        accounts.account_id as payer_id,
        seen.logged_at as changed_at,
        seen.segment,
        accounts.first_seen_at

    from accounts

    inner join seen
        on accounts.account_id = seen.account_id

    where seen.segment <> 'unknown'

),

-- before the first size that is known there is no other
dated as (

    select
        payer_id,
        case
            when row_number() over (partition by payer_id order by changed_at, segment) = 1
                then least(changed_at, coalesce(first_seen_at, changed_at))
            else changed_at
        end as changed_at,
        segment

    from known

)

-- two versions of one instant: the later one in the alphabet, so that a run is like the next
select
    payer_id || '|' || cast(changed_at as string) as segment_change_id,
    payer_id,
    max(segment) as segment_code,
    changed_at

from dated

group by 1, 2, 4
