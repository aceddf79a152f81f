-- What did our initiatives change, and were they worth their cost?
-- How to read it: effect is the change of the treated group less that of the control group,
-- in the unit of the KPI. Read the verdict first. naive_difference is what a plain
-- before-and-after would claim: it is not the effect. Where has_pre_trend is true the groups
-- went apart before the start. "No change found" is not "no effect": look how far the
-- interval reaches. An ROI whose interval includes 0 has not been shown to pay.
with

effects as (

    select * from {{ ref('rpt_initiative_effects') }}

),

returns as (

    select * from {{ ref('rpt_cx_roi') }}

)

select
    effects.initiative_id,
    effects.initiative_name,
    effects.kpi_code,
    effects.method,
    effects.verdict,
    effects.treated_n_after as n_treated,
    effects.control_n_after as n_control,
    effects.effect,
    effects.clustered_ci_lo as ci_lo,
    effects.clustered_ci_hi as ci_hi,
    effects.naive_difference,
    effects.has_pre_trend,
    effects.is_provisional,
    returns.cost,
    returns.benefit,
    returns.roi,
    returns.roi_lo,
    returns.roi_hi,
    returns.no_roi_reason

from effects

left join returns
    on effects.initiative_id = returns.initiative_id
    and effects.kpi_code = returns.kpi_code

order by effects.initiative_id, effects.kpi_code
