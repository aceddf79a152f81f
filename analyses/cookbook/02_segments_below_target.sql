-- Which segments missed the target of a KPI in the last quarter?
-- How to read it: is_certain says that the whole interval lies on the wrong side of the
-- target. Where it is false, the segment may as well be on target: watch it, do not act on
-- it. Of many segments and KPIs some miss by chance. Medians (page load and so on) have no
-- interval, so is_certain is null. Rows with too small an n are left out.
with

scorecard as (

    select * from {{ ref('rpt_kpi_scorecard') }}
    where period_grain = 'quarter'
        and period_end <= as_of
        and cut_type in ('all', 'segment')
        and target_value is not null

),

last_quarter as (

    select max(period_start) as period_start
    from scorecard

)

select
    segments.kpi_code,
    segments.cut_value as segment,
    segments.n,
    segments.value,
    segments.ci_lo,
    segments.ci_hi,
    totals.value as value_of_all,
    segments.target_op,
    segments.target_value,
    segments.status,
    case
        when segments.target_op = '>=' then segments.ci_hi < segments.target_value
        when segments.target_op = '<' then segments.ci_lo >= segments.target_value
    end as is_certain

from scorecard as segments

inner join last_quarter
    on segments.period_start = last_quarter.period_start

left join scorecard as totals
    on segments.kpi_code = totals.kpi_code
    and segments.period_start = totals.period_start
    and totals.cut_type = 'all'

where segments.cut_type = 'segment'
    and segments.is_reportable
    and segments.status in ('off_target', 'watch', 'action_required')

order by is_certain desc nulls last, segments.kpi_code, segments.cut_value
