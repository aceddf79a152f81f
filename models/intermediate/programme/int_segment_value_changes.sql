-- one row per payer, scheme and quarter: the segment by what the payer did in the twelve months before it
with

schemes as (

    select
        scheme_code,
        measure

    from {{ ref('segment_schemes') }}

    where measure in ('net_revenue_12_months', 'order_count_12_months')

),

definitions as (

    select
        scheme_code,
        segment_code,
        priority,
        cast(value_min as double) as value_min,
        cast(value_below as double) as value_below

    from {{ ref('segment_definitions') }}

),

-- a payer has a row for every month since its first revenue
twelve_months as (

    select
        payer_id,
        cast(month_start + interval 1 month as date) as changed_on,
        cast(
            sum(cast(net_revenue as decimal(28, 12))) over (
                partition by payer_id order by month_start
                rows between 11 preceding and current row
            ) as double
        ) as net_revenue_12_months,
        cast(
            sum(order_count) over (
                partition by payer_id order by month_start
                rows between 11 preceding and current row
            ) as double
        ) as order_count_12_months

    from {{ ref('fct_customer_months') }}

),

measured as (

    select
        twelve_months.payer_id,
        twelve_months.changed_on,
        schemes.scheme_code,
        case schemes.measure
            when 'net_revenue_12_months' then twelve_months.net_revenue_12_months
            else twelve_months.order_count_12_months
        end as measured_value

    from twelve_months

    cross join schemes

    -- a segment that changed every month would say nothing
    where cast(date_trunc('quarter', twelve_months.changed_on) as date) = twelve_months.changed_on
        and twelve_months.changed_on <= {{ as_of() }}

),

ranked as (

    select
        measured.*,
        definitions.segment_code,
        row_number() over (
            partition by measured.payer_id, measured.scheme_code, measured.changed_on
            order by definitions.priority, definitions.segment_code
        ) as rank_of_segment

    from measured

    left join definitions
        on measured.scheme_code = definitions.scheme_code
        and measured.measured_value >= coalesce(definitions.value_min, measured.measured_value)
        and (definitions.value_below is null or measured.measured_value < definitions.value_below)

)

select
    payer_id || '|' || scheme_code || '|' || cast(changed_on as string) as segment_change_id,
    payer_id,
    scheme_code,
    coalesce(segment_code, 'unassigned') as segment_code,
    measured_value,
    cast(changed_on as timestamp) as changed_at

from ranked

where rank_of_segment = 1
