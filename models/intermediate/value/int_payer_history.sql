-- one row per payer, prospects included: what it has brought so far
with

revenue as (

    select
        *,
        min(revenue_date) filter (where is_included) over (partition by payer_id) as acquired_on

    from {{ ref('fct_revenue') }}
    where payer_id <> 'unknown'

),

paid as (

    select
        payer_id,
        max(segment) as segment,
        case when count(distinct source_system) > 1 then 'several' else max(source_system) end
            as source_system,
        acquired_on,
        max(revenue_date) filter (where is_included) as last_revenue_on,
        count(*) filter (where is_included and net_revenue > 0) as purchase_count,
        sum(cast(net_revenue as decimal(28, 6))) filter (where is_included) as net_revenue,
        sum(cast(net_revenue as decimal(28, 6))) filter (
            where is_included and revenue_date < acquired_on + interval 12 month
        ) as first_year_revenue

    from revenue

    group by payer_id, acquired_on

),

people as (

    select
        payer_id,
        max(segment) as segment

    from {{ ref('dim_customers') }}
    where payer_id <> 'unknown'

    group by payer_id

)

select
    coalesce(people.payer_id, paid.payer_id) as payer_id,
    coalesce(people.segment, paid.segment) as segment,
    coalesce(paid.source_system, 'none') as source_system,
    coalesce(paid.purchase_count, 0) as purchase_count,
    -- known, and paid nothing: zero, not unknown
    cast(coalesce(paid.net_revenue, 0) as double) as net_revenue,
    -- customers of different age are compared by their first year
    case
        when paid.acquired_on + interval 12 month <= {{ as_of() }}
            then cast(paid.first_year_revenue as double)
    end as first_year_revenue,
    paid.payer_id is not null as has_revenue_rows,
    paid.acquired_on,
    paid.last_revenue_on

from people

full join paid
    on people.payer_id = paid.payer_id
