-- one row per initiative: what it cost, what it brought, and the business case in one sentence
with

-- the effect where there is a control group, else the plain difference, which is not causal
effects as (

    select
        *,
        case method when 'did' then effect else naive_difference end as change,
        case method when 'did' then ci_lo else naive_ci_lo end as change_lo,
        case method when 'did' then ci_hi else naive_ci_hi end as change_hi,
        case better when 'lower' then -1 else 1 end * treated_n_after as units,
        {{ dbt.datediff('measured_from', 'measured_until', 'day') }} / 365e0 as years

    from {{ ref('rpt_initiative_effects') }}

),

valued as (

    select
        effects.*,
        initiatives.action,
        initiatives.benefit as expected_benefit,
        initiatives.owner,
        coalesce(initiatives.is_approved, false) as is_approved,
        cast(initiatives.cost as double) as cost,
        kinds.benefit_kind,
        finance.support_savings * effects.years as support_savings,
        finance.retention_cost,
        -- the rule of thumb stands in only where the own figure is missing
        coalesce(finance.acquisition_cost, {{ var('acquisition_cost_multiple') }} * finance.retention_cost)
            as acquisition_cost,
        claims.claimed_by_initiative_id,
        claims.shared_customer_count,
        coalesce(claims.has_baseline, false) as has_baseline,
        claims.is_baseline_late,
        case when kinds.benefit_kind is not null then initiatives.margin_per_unit end as margin_per_unit

    from effects

    inner join {{ ref('cx_initiatives') }} as initiatives
        on effects.initiative_id = initiatives.initiative_id

    left join {{ ref('initiative_benefit_kinds') }} as kinds
        on effects.kpi_code = kinds.kpi_code

    left join {{ ref('initiative_finance') }} as finance
        on effects.initiative_id = finance.initiative_id

    left join {{ ref('int_initiative_claims') }} as claims
        on effects.initiative_id = claims.initiative_id

),

summed as (

    select
        *,
        units * change as units_gained,
        units * change * margin_per_unit as kpi_benefit,
        case
            when coalesce(units * change * margin_per_unit, support_savings) is not null
                then coalesce(units * change * margin_per_unit, 0) + coalesce(support_savings, 0)
        end as benefit,
        least(units * change_lo, units * change_hi) * margin_per_unit + coalesce(support_savings, 0) as benefit_lo,
        greatest(units * change_lo, units * change_hi) * margin_per_unit + coalesce(support_savings, 0) as benefit_hi

    from valued

),

judged as (

    select
        *,
        case
            when not is_approved then 'not_approved'
            when coalesce(cost, 0) = 0 then 'no_cost'
            when not has_baseline then 'no_baseline'
            when change is null then 'not_measured_yet'
            when claimed_by_initiative_id is not null then 'benefit_claimed_elsewhere'
            when benefit is null then 'benefit_not_in_money'
        end as no_roi_reason

    from summed

)

select
    -- ids
    initiative_id, kpi_code, claimed_by_initiative_id,
    -- text
    initiative_name, owner as initiative_owner, method as effect_method, benefit_kind, no_roi_reason,
    'We propose to ' || coalesce(action, '(action not stated)') || ' to improve ' || lower(coalesce(kpi_name, kpi_code))
    || coalesce(' of ' || topic, '') || ', which will bring us ' || coalesce(expected_benefit, '(benefit not stated)')
    || ', at a cost of '
    || coalesce(cast(cast(cost as decimal(18, 2)) as string) || ' {{ var('reporting_currency') }}', '(cost not stated)')
    || '.' as business_case,
    -- numbers
    treated_n_after as treated_n, cost, units_gained,
    case when benefit_kind = 'churn_savings' then kpi_benefit end as churn_savings,
    case when benefit_kind = 'incremental_margin' then kpi_benefit end as incremental_margin,
    case when benefit_kind = 'support_savings' then kpi_benefit + coalesce(support_savings, 0) else support_savings end as support_savings,
    benefit, benefit_lo, benefit_hi,
    benefit - cost as net_benefit,
    case when no_roi_reason is null then (benefit - cost) / nullif(cost, 0) end as roi,
    case when no_roi_reason is null then (benefit_lo - cost) / nullif(cost, 0) end as roi_lo,
    case when no_roi_reason is null then (benefit_hi - cost) / nullif(cost, 0) end as roi_hi,
    case when no_roi_reason is null and benefit > 0 then 12 * years * cost / benefit end as payback_months,
    acquisition_cost,
    case when benefit_kind = 'churn_savings' then units_gained * acquisition_cost end as avoided_acquisition_cost,
    case when benefit_kind = 'churn_savings' then units_gained * (acquisition_cost - retention_cost) end as net_of_retention_cost,
    shared_customer_count,
    -- booleans
    is_approved, is_pilot, is_significant, is_provisional, is_baseline_late,
    claimed_by_initiative_id is not null as is_claimed_elsewhere
from judged
