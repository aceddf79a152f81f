-- Is First Contact Resolution going up or down?
-- How to read it: a month is an estimate between ci_lo and ci_hi; a line within overlapping
-- intervals is no trend. is_significant_change tests a month against the one before; the last
-- columns compare a year (twelve months) with its interval, which is steadier. The newest
-- month is provisional while its issues are too young to judge.
with

scorecard as (

    select * from {{ ref('rpt_kpi_scorecard') }}
    where kpi_code = 'fcr'
        and period_grain = 'month'
        and cut_type = 'all'
        and period_end <= as_of

),

rolling as (

    select
        *,
        -- no figure of a year before there is one
        case when count(*) over last_twelve = 12 then sum(numerator) over last_twelve end
            as solved_12_months,
        sum(cast(denominator as bigint)) over last_twelve as n_12_months
    from scorecard
    window last_twelve as (order by period_start rows between 11 preceding and current row)

)

select
    period_start as month_start,
    n,
    value as fcr,
    ci_lo,
    ci_hi,
    change,
    is_significant_change,
    is_provisional,
    target_value,
    status,
    n_12_months,
    solved_12_months / n_12_months as fcr_12_months,
    {{ wilson_bound('solved_12_months', 'n_12_months', '-') }} as ci_lo_12_months,
    {{ wilson_bound('solved_12_months', 'n_12_months', '+') }} as ci_hi_12_months

from rolling

order by period_start desc
