-- one row per measure, unit, tool (all: all of them) and month (null: undated): what was landed, and what became of it up to the scorecard
with

totals as (

    select measure, unit, stage, source_system, happened_on, cast(total as decimal(28, 12)) as total
    from {{ ref('int_service_totals') }}
    union all
    select measure, unit, stage, source_system, happened_on, cast(total as decimal(28, 12)) as total
    from {{ ref('int_answer_totals') }}
    union all
    select measure, unit, stage, source_system, happened_on, cast(total as decimal(28, 12)) as total
    from {{ ref('int_revenue_totals') }}

),

-- the KPIs whose observations are the rows of the facts, one by one
reported as (

    select
        kpis.measure,
        kpis.unit,
        'reported' as stage,
        scorecard.cut_value as source_system,
        scorecard.period_start as happened_on,
        cast(
            case kpis.measure when 'net_revenue' then scorecard.denominator else scorecard.n end
            as decimal(28, 12)
        ) as total

    from {{ ref('rpt_kpi_scorecard') }} as scorecard

    inner join (
        values
        ('frt', 'tickets', 'rows'),
        ('queue_abandonment', 'calls', 'rows'),
        ('nps', 'survey_answers', 'rows'),
        ('tnps', 'survey_answers', 'rows'),
        ('csat', 'survey_answers', 'rows'),
        ('csat_overall', 'survey_answers', 'rows'),
        ('ces', 'survey_answers', 'rows'),
        ('unattributed_share', 'revenue_rows', 'rows'),
        ('unattributed_share', 'net_revenue', '{{ var("reporting_currency") }}')
    ) as kpis (kpi_code, measure, unit)
        on scorecard.kpi_code = kpis.kpi_code

    where scorecard.period_grain = 'month'
        and scorecard.cut_type in ('all', 'source_system')

),

-- the figure of all tools is one of its own on the scorecard
staged as (

    select * from totals
    union all
    select measure, unit, stage, 'all' as source_system, happened_on, total from totals
    union all
    select * from reported

),

laid_out as (

    select
        measure,
        unit,
        source_system,
        cast(date_trunc('month', happened_on) as date) as month_start,
        coalesce(sum(total) filter (where stage = 'taken_in'), 0) as taken_in,
        coalesce(sum(total) filter (where stage = 'turned_away'), 0) as turned_away,
        coalesce(sum(total) filter (where stage in ('contract', 'outside')), 0) as contract,
        coalesce(sum(total) filter (where stage = 'outside'), 0) as outside,
        coalesce(sum(total) filter (where stage = 'measured'), 0) as measured,
        coalesce(sum(total) filter (where stage = 'unmeasured'), 0) as unmeasured,
        coalesce(sum(total) filter (where stage = 'excluded'), 0) as excluded,
        coalesce(sum(total) filter (where stage = 'reported'), 0) as reported

    from staged

    group by 1, 2, 3, 4

)

-- amounts in our currency begin with the fact, amounts in others end with it
select
    -- ids
    measure || '|' || unit || '|' || source_system || '|'
    || coalesce(cast(month_start as string), 'undated') as total_reconciliation_id,
    source_system,
    -- text
    measure,
    unit,
    -- numbers
    cast(case measure when 'net_revenue' then measured + unmeasured + excluded else taken_in + turned_away end as double)
        as control_total,
    cast(turned_away as double) as turned_away_total,
    cast(contract as double) as contract_total,
    cast(outside as double) as outside_total,
    cast(measured + unmeasured + excluded as double) as fact_total,
    cast(excluded as double) as excluded_total,
    cast(unmeasured as double) as unmeasured_total,
    cast(reported as double) as reported_total,
    cast(abs(taken_in - contract) as double) as contract_difference,
    cast(case when measure <> 'net_revenue' then abs(contract - outside - measured - unmeasured - excluded) else 0 end as double)
        as fact_difference,
    cast(case when measure <> 'revenue_amount' then abs(measured - reported) else 0 end as double)
        as report_difference,
    -- booleans; rows are counted exactly, and amounts are more than a hundredth apart or not at all
    greatest(contract_difference, fact_difference, report_difference) <= 0.01 as is_reconciled,
    -- dates
    month_start

from laid_out
