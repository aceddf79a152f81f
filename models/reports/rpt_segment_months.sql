-- one row per scheme, segment and month: how many active customers it has, its share, who moved in and out
with

customers as (

    select * from {{ ref('int_segment_customers') }}

),

paired as (

    select
        customers.scheme_code,
        customers.segment_code,
        customers.month_start,
        customers.is_partial_month,
        before.segment_code as segment_before

    from customers

    left join customers as before
        on customers.payer_id = before.payer_id
        and customers.scheme_code = before.scheme_code
        and before.month_start = customers.month_start - interval 1 month

),

-- who came to the company or left it has not moved
stacked as (

    select
        scheme_code, segment_code, month_start, is_partial_month,
        1 as active_count,
        case when segment_before <> segment_code then 1 else 0 end as moved_in_count,
        0 as moved_out_count
    from paired
    union all
    select
        scheme_code, segment_before as segment_code, month_start, is_partial_month,
        0 as active_count, 0 as moved_in_count, 1 as moved_out_count
    from paired
    where segment_before <> segment_code

),

counted as (

    select
        scheme_code,
        segment_code,
        month_start,
        bool_or(is_partial_month) as is_provisional,
        cast(sum(active_count) as bigint) as active_customer_count,
        cast(sum(moved_in_count) as bigint) as moved_in_count,
        cast(sum(moved_out_count) as bigint) as moved_out_count

    from stacked

    group by 1, 2, 3

),

shared as (

    select
        *,
        sum(active_customer_count) over (partition by scheme_code, month_start) as all_customer_count

    from counted

)

select
    -- ids
    shared.scheme_code || '|' || shared.segment_code || '|' || cast(shared.month_start as string) as segment_month_id,
    -- text
    shared.scheme_code,
    definitions.scheme_name,
    shared.segment_code,
    definitions.segment_name,
    -- numbers
    shared.active_customer_count,
    shared.active_customer_count / nullif(cast(shared.all_customer_count as double), 0) as customer_share,
    shared.moved_in_count,
    shared.moved_out_count,
    shared.moved_in_count - shared.moved_out_count as net_migration,
    -- booleans
    -- in published views small groups are not shown (GOV-22)
    shared.active_customer_count between 1 and 4 as is_small,
    shared.is_provisional,
    -- dates
    cast(shared.month_start as date) as month_start

from shared

left join {{ ref('dim_segment_definitions') }} as definitions
    on shared.scheme_code = definitions.scheme_code
    and shared.segment_code = definitions.segment_code
