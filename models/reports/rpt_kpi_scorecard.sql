-- one row per KPI, period and cut: the value, how sure it is, how it stands to its target, and how it changed
with

estimates as (

    select * from {{ ref('int_kpi_estimates') }}

),

targets as (

    select * from {{ ref('kpi_targets') }}

),

kpis as (

    select
        kpi_code,
        kpi_id,
        kpi_name,
        definition_version

    from {{ ref('kpi_catalog') }}

),

-- one unbalanced or late table puts every KPI of the run in doubt
landing as (

    select
        bool_or(is_stale) as is_stale,
        bool_and(is_balanced) as is_reconciled

    from {{ ref('fct_row_reconciliation') }}

),

dated as (

    select
        *,
        case period_grain
            when 'month' then cast(period_start - interval 1 month as date)
            when 'quarter' then cast(period_start - interval 3 month as date)
            when 'year' then cast(period_start - interval 1 year as date)
        end as previous_period_start,
        case period_grain
            when 'month' then cast(period_start + interval 1 month as date)
            when 'quarter' then cast(period_start + interval 3 month as date)
            when 'year' then cast(period_start + interval 1 year as date)
        end as period_end

    from estimates

),

compared as (

    select
        dated.*,
        previous.value as previous_value,
        previous.n as previous_n,
        dated.value - previous.value as change,
        sqrt(
            power(dated.standard_error, 2) + power(previous.standard_error, 2)
        ) as change_error

    from dated

    left join dated as previous
        on dated.kpi_code = previous.kpi_code
        and dated.period_grain = previous.period_grain
        and dated.cut_type = previous.cut_type
        and dated.cut_value = previous.cut_value
        and dated.previous_period_start = previous.period_start

)

select
    -- ids
    compared.kpi_value_id,
    compared.kpi_code,
    kpis.kpi_id,
    -- text
    kpis.kpi_name,
    compared.period_grain,
    compared.period_start,
    compared.period_end,
    compared.cut_type,
    compared.cut_value,
    -- numbers
    compared.value_sum as numerator,
    compared.n as denominator,
    compared.n,
    compared.value,
    compared.unit,
    compared.ci_lo,
    compared.ci_hi,
    compared.previous_value,
    compared.change,
    abs(compared.change) > compared.z * compared.change_error as is_significant_change,
    -- how sure, and how it stands
    compared.n >= compared.minimum_n as is_reportable,
    compared.pending_count > 0 or coalesce(
        compared.period_end > cast({{ as_of() }} as date), false
    ) as is_provisional,
    {{ kpi_status('compared.value', 'targets') }} as status,
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

from compared

inner join kpis
    on compared.kpi_code = kpis.kpi_code

left join targets
    on compared.kpi_code = targets.kpi_code

cross join landing
