-- one row per KPI, period and cut that calls for action: the last closed month or quarter, why, how sure, and who is asked
with

scorecard as (

    select * from {{ ref('rpt_kpi_scorecard') }}

),

kpis as (

    select kpi_code, better, owner, frequency
    from {{ ref('kpi_catalog') }}

),

-- what is over, and rests on enough
closed as (

    select
        scorecard.*,
        kpis.better,
        kpis.owner,
        row_number() over (
            partition by scorecard.kpi_code, scorecard.period_grain, scorecard.cut_type, scorecard.cut_value
            order by scorecard.period_start desc
        ) as recency

    from scorecard

    inner join kpis
        on scorecard.kpi_code = kpis.kpi_code

    where scorecard.period_grain in ('month', 'quarter')
        and scorecard.period_end <= scorecard.as_of
        and scorecard.cut_type in ('all', 'channel', 'segment', 'agent_group', 'journey')
        and scorecard.cut_value not in ('unknown', 'unmapped', 'none', 'unassigned')

),

-- a period before the last one is old news
latest as (

    select
        *,
        case when period_grain = 'month' then interval 1 month else interval 3 month end as grain_length

    from closed

    where recency = 1
        and is_reportable
        and not is_suppressed

),

judged as (

    select
        *,
        case
            when status = 'action_required' then 'past_action_threshold'
            -- without a threshold of its own the target is the line
            when status = 'off_target' then 'off_target'
            when is_significant_change
                and cut_type = 'all'
                and ((better = 'higher' and change < 0) or (better = 'lower' and change > 0))
                then 'worsened'
        end as alert_kind,
        coalesce(action_op, case target_op when '>=' then '<' when '<' then '>' end) as bad_side,
        coalesce(action_value, target_value) as threshold_value

    from latest

    where period_end + grain_length > as_of

)

select
    -- ids
    kpi_value_id as alert_id,
    kpi_code,
    kpi_id,
    -- text
    alert_kind,
    kpi_name,
    unit,
    period_grain,
    cut_type,
    cut_value,
    owner as asked_to_act,
    -- numbers
    n,
    value,
    ci_lo,
    ci_hi,
    threshold_value,
    previous_value,
    change,
    -- booleans: sure when the whole interval lies beyond the line, or the change is no chance
    case
        when alert_kind = 'worsened' then true
        when bad_side = '<' then coalesce(ci_hi < threshold_value, false)
        else coalesce(ci_lo > threshold_value, false)
    end as is_certain,
    is_headline,
    is_stale,
    -- dates and timestamps
    period_start,
    period_end,
    computed_at

from judged

where alert_kind is not null
