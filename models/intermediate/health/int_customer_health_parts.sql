-- one row per active payer, month and component of the health score: its value, its weight, and what it adds
with

-- contractual payers are compared by what they pay a month: nothing before the first contract
months as (

    select
        *,
        lag(mrr_end, 3, 0) over oldest_first as earlier_mrr,
        lag(is_included, 3, true) over oldest_first as was_included
    from {{ ref('fct_customer_months') }}
    window oldest_first as (partition by payer_id order by month_start)
),

-- whole months only
active as (

    select
        months.payer_id, months.source_system, months.segment, months.churn_rule, months.month_start,
        cast(months.month_start + interval 1 month as date) as month_end,
        months.tenure_months,
        signals.nps_score, signals.csat_score_position, signals.ces_effort_score,
        signals.fcr_rate, signals.long_open_ticket_count,
        -- an amount without an exchange rate cannot be compared
        case
            when not months.is_included then null
            when months.churn_rule = 'contractual' then months.mrr_end
            else coalesce(signals.recent_revenue, 0)
        end as recent_revenue,
        case
            when not months.was_included then null
            when months.churn_rule = 'contractual' then months.earlier_mrr
            else coalesce(signals.earlier_revenue, 0)
        end as earlier_revenue
    from months
    left join {{ ref('int_payer_health_signals') }} as signals
        on months.payer_id = signals.payer_id
        and months.month_start = signals.month_start
    where months.is_active_end
        and months.month_start + interval 1 month <= {{ as_of() }}

),

weights as (
    select
        *,
        lead(valid_from) over (partition by component order by valid_from) as valid_until
    from {{ ref('health_score_weights') }}

),

-- each component from 0 to 100; null where nothing is known, never a neutral value
valued as (

    select
        active.*,
        weights.component,
        weights.weight,
        case
            when weights.component = 'nps' then 10 * active.nps_score
            when weights.component = 'csat' then 100 * active.csat_score_position
            when weights.component = 'ces' then 100 * (5 - active.ces_effort_score) / 4
            when weights.component = 'support' and active.fcr_rate is not null
                then greatest(
                        100 * active.fcr_rate
                        - {{ var('health_open_points') }} * active.long_open_ticket_count, 0
                    )
            when weights.component <> 'commercial'
                or active.recent_revenue is null or active.earlier_revenue is null then null
            when active.earlier_revenue > 0
                then 100 * least(greatest(active.recent_revenue / active.earlier_revenue, 0), 1)
            when active.recent_revenue > 0 then 100
            -- 180 days without revenue are half a year
            when active.tenure_months >= 6 then 0
        end as component_value
    from active
    -- a month has the weights of its last day
    inner join weights
        on active.month_end > weights.valid_from
        and (weights.valid_until is null or active.month_end <= weights.valid_until)

),

totalled as (

    select
        *,
        sum(case when component_value is not null then cast(weight as decimal(12, 9)) else 0 end)
            over (partition by payer_id, month_start) as known_weight
    from valued

),

-- what is missing gives its weight to the others; too little is no score
added as (

    select
        *,
        cast(known_weight as double) as weight_available,
        case when component_value is not null then weight / nullif(cast(known_weight as double), 0) end
            as weight_used,
        case
            when known_weight >= {{ var('health_minimum_weight') }}
                then coalesce(component_value * weight / nullif(cast(known_weight as double), 0), 0)
        end as contribution
    from totalled

)

select
    payer_id || '|' || cast(month_start as string) || '|' || component as customer_health_part_id,
    payer_id, source_system, segment, churn_rule, component, component_value, weight, weight_available,
    case when contribution is not null then weight_used end as weight_used, contribution,
    contribution - case
        when lag(month_start) over months_of_part + interval 1 month = month_start
            then lag(contribution) over months_of_part
    end as contribution_change,
    month_start
from added
window months_of_part as (partition by payer_id, component order by month_start)
