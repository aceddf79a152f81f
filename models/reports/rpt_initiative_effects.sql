-- one row per initiative: what it changed, how sure that is, and what speaks against it
with

kpis as (

    select *, case when statistic = 'net_score' then 100 else 1 end as factor from {{ ref('kpi_catalog') }}

),

arms as (

    select
        initiative_id,
        count(*) filter (where exclusion_reason = 'switcher') as switcher_count,
        count(*) filter (where exclusion_reason = 'new_after_start') as new_customer_count,
        count(*) filter (where exclusion_reason = 'unknown_customer') as unknown_customer_count

    from {{ ref('int_initiative_arms') }}

    where unit_type = 'customer'

    group by 1

),

compared as (

    select
        initiatives.*,
        kpis.kpi_name,
        kpis.unit,
        kpis.better,
        differences.{{ all_but('initiative_id') }},
        kpis.factor * checks.clustered_error as clustered_error,
        kpis.factor * checks.pre_trend as pre_trend,
        kpis.factor * checks.pre_trend_error as pre_trend_error,
        coalesce(checks.earlier_period_count, 0) as earlier_period_count,
        coalesce(checks.is_monthly, false) as is_monthly,
        coalesce(arms.switcher_count, 0) as switcher_count,
        coalesce(arms.new_customer_count, 0) as new_customer_count,
        coalesce(arms.unknown_customer_count, 0) as unknown_customer_count,
        -- by the month whole months are compared: the window begins with the first of them
        cast(case
            when checks.is_monthly
                then date_trunc('month', coalesce(initiatives.ramp_up_ends_on + interval 1 day, initiatives.starts_on) + interval 1 month - interval 1 day)
            else coalesce(initiatives.ramp_up_ends_on + interval 1 day, initiatives.starts_on)
        end as date) as measured_from,
        cast({{ var('confidence_z') }} as double) as z

    from {{ ref('cx_initiatives') }} as initiatives

    left join kpis
        on initiatives.kpi_code = kpis.kpi_code

    left join {{ ref('int_initiative_differences') }} as differences
        on initiatives.initiative_id = differences.initiative_id

    left join {{ ref('int_initiative_checks') }} as checks
        on initiatives.initiative_id = checks.initiative_id

    left join arms
        on initiatives.initiative_id = arms.initiative_id

),

judged as (

    select
        *,
        cast(case
            when is_monthly then measured_from + interval {{ var('initiative_period_count') }} month
            else measured_from + interval {{ var('initiative_period_days') * var('initiative_period_count') }} day
        end as date) as measured_until,
        abs(round(effect, 9)) > round(z * standard_error, 9) as is_significant,
        abs(round(effect, 9)) > round(z * clustered_error, 9) as is_significant_clustered,
        case
            when earlier_period_count >= 3
                then abs(round(pre_trend, 9)) > round(z * pre_trend_error, 9)
        end as has_pre_trend

    from compared

)

select
    -- ids
    initiative_id, kpi_code,
    -- text
    initiative_name, kpi_name, topic, segment as target_segment, unit, better,
    coalesce(method, 'before_after') as method,
    case
        when coalesce(greatest(treated_n_before, treated_n_after), 0) = 0 then 'not measured yet'
        when method = 'before_after' then 'before/after, not causal'
        when has_pre_trend then 'the groups went apart before it started: do not rely on it'
        when is_below_minimum_n then 'too few observations in a group'
        when is_significant and is_significant_clustered then 'a change'
        else 'no change found'
    end as verdict,
    -- numbers
    treated_before, treated_after, control_before, control_after,
    treated_n_before, treated_n_after, control_n_before, control_n_after,
    effect, standard_error,
    effect - z * standard_error as ci_lo,
    effect + z * standard_error as ci_hi,
    naive_difference, naive_error,
    naive_difference - z * naive_error as naive_ci_lo,
    naive_difference + z * naive_error as naive_ci_hi,
    case when effect is not null then clustered_error end as clustered_error,
    effect - z * clustered_error as clustered_ci_lo,
    effect + z * clustered_error as clustered_ci_hi,
    pre_trend, pre_trend_error, earlier_period_count,
    switcher_count, new_customer_count, unknown_customer_count,
    -- booleans
    is_pilot, is_significant, is_significant_clustered, has_pre_trend,
    coalesce(is_below_minimum_n, true) as is_below_minimum_n,
    cast(measured_until as timestamp) > {{ as_of() }} as is_provisional,
    -- dates
    cast(starts_on as date) as starts_on, measured_from, measured_until

from judged
