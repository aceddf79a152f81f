-- one row per KPI, period and cut: the value, how sure it is, how it stands to its target, and how it changed
with

changes as (

    select * from {{ ref('int_kpi_changes') }}

),

targets as (

    select * from {{ ref('kpi_targets') }}

),

kpis as (

    select kpi_code, kpi_id, kpi_name, is_headline, definition_version
    from {{ ref('kpi_catalog') }}

),

-- an unbalanced or late tool puts the KPIs in doubt that it feeds
inputs as (

    select distinct
        kpis.kpi_id,
        kpi_inputs.source_system

    from {{ ref('kpi_inputs') }} as kpi_inputs

    inner join kpis
        on kpi_inputs.kpi_code = kpis.kpi_code

),

landing as (

    select
        inputs.kpi_id,
        bool_or(reconciliation.is_stale) as is_stale,
        bool_and(reconciliation.is_balanced) as is_reconciled

    from inputs

    inner join {{ ref('fct_row_reconciliation') }} as reconciliation
        on inputs.source_system = reconciliation.source_system

    group by 1

)

select
    -- ids
    changes.kpi_value_id,
    changes.kpi_code,
    kpis.kpi_id,
    -- text
    kpis.kpi_name,
    changes.period_grain,
    changes.period_start,
    changes.period_end,
    changes.cut_type,
    changes.cut_value,
    -- numbers
    changes.value_sum as numerator,
    -- a value that a report works out may have no denominator
    case
        when changes.statistic <> 'computed' and not changes.is_suppressed then coalesce(changes.weight_sum, 0)
        when changes.statistic = 'computed' then changes.weight_sum
    end as denominator,
    changes.n,
    changes.value,
    changes.unit,
    -- companions of a duration: one number says little of a long tail
    case when changes.statistic in ('mean', 'median', 'p75') then changes.mean_value end as mean_value,
    case when changes.statistic in ('mean', 'median', 'p75') then changes.value_median end as median_value,
    case when changes.statistic in ('mean', 'median', 'p75') then changes.value_p90 end as p90_value,
    changes.ci_lo,
    changes.ci_hi,
    changes.previous_value,
    changes.change,
    abs(changes.change) > changes.z * changes.change_error as is_significant_change,
    -- how sure, and how it stands
    kpis.is_headline,
    changes.n >= changes.minimum_n as is_reportable,
    changes.is_suppressed,
    changes.pending_count > 0 or coalesce(
        changes.period_end > cast({{ as_of() }} as date), false
    ) as is_provisional,
    -- where few answer, those who do may not be like the others; unknown without invitations
    case
        when kpis.kpi_id in ('KPI-01', 'KPI-02', 'KPI-03')
            then round(changes.response_rate, 9) < {{ var('low_response_rate') }}
    end as has_response_bias_risk,
    {{ kpi_status('changes.value', 'targets') }} as status,
    coalesce(targets.target_kind, 'none') as target_kind,
    targets.target_op,
    cast(targets.target_value as double) as target_value,
    targets.action_op,
    cast(targets.action_value as double) as action_value,
    landing.is_stale,
    landing.is_reconciled,
    kpis.definition_version as version,
    {{ as_of() }} as computed_at,
    cast({{ as_of() }} as date) as as_of

from changes

inner join kpis
    on changes.kpi_code = kpis.kpi_code

left join targets
    on changes.kpi_code = targets.kpi_code

left join landing
    on kpis.kpi_id = landing.kpi_id
