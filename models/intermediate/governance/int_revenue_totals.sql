-- one row per measure of revenue, unit, stage on the way to the scorecard, tool and day (null: undated): how much
with

staged as (

    select
        case when reason_code is null then 'taken_in' else 'turned_away' end as stage,
        source_system,
        occurred_at,
        currency_code,
        amount,
        cast(null as double) as net_revenue
    from {{ ref('int_revenue_events_checked') }}

    union all

    -- what is not won yet, or was lost, is no revenue
    select
        case
            when revenue_event_type in ('opportunity_lost', 'opportunity_open', 'order_open')
                then 'outside'
            else 'contract'
        end as stage,
        source_system,
        occurred_at,
        currency_code,
        amount,
        cast(null as double) as net_revenue
    from {{ ref('int_revenue_events_unioned') }}

    union all

    -- the scorecard shows revenue with a customer and without (unattributed_share)
    select
        case
            when net_revenue is not null and (is_included or exclusion_reason = 'unattributed')
                then 'measured'
            else 'excluded'
        end as stage,
        source_system,
        occurred_at,
        currency_code,
        amount,
        net_revenue
    from {{ ref('fct_revenue') }}

),

measured as (

    select
        'revenue_rows' as measure,
        'rows' as unit,
        stage,
        source_system,
        occurred_at,
        1 as total
    from staged

    union all

    -- amounts are followed in their own currencies
    select
        'revenue_amount' as measure,
        coalesce(upper(currency_code), '{{ var("reporting_currency") }}') as unit,
        stage,
        source_system,
        occurred_at,
        amount as total
    from staged

    union all

    -- and in ours from the fact on
    select
        'net_revenue' as measure,
        '{{ var("reporting_currency") }}' as unit,
        stage,
        source_system,
        occurred_at,
        net_revenue as total
    from staged
    where stage in ('excluded', 'measured')

),

summed as (

    select
        measure,
        unit,
        stage,
        source_system,
        cast(occurred_at as date) as happened_on,
        -- decimals, because a sum of doubles depends on the order of the rows
        coalesce(cast(sum(cast(total as decimal(28, 12))) as double), 0) as total

    from measured

    group by 1, 2, 3, 4, 5

)

select
    measure || '|' || unit || '|' || stage || '|' || source_system || '|'
    || coalesce(cast(happened_on as string), 'undated') as revenue_total_id,
    *

from summed
