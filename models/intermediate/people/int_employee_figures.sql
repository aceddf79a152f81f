-- one row per figure about employees, wave (or quarter) and team, and one for all teams: its sums and how many people stand behind
{{ config(schema = 'restricted') }}

with

answers as (

    select
        case metric_code
            when 'enps' then 'employee_engagement'
            else 'engagement_index'
        end as kpi_code,
        wave_id,
        wave_date,
        team,
        respondent_key,
        promoter_count - detractor_count + favourable_count as amount

    from {{ ref('fct_employee_feedback') }}

    where is_included

),

-- a month counts its people once; a quarter has those of its average month
months as (

    select
        cast(date_trunc('quarter', month_start) as date) as quarter_start,
        team,
        month_start,
        average_headcount,
        leaver_count,
        voluntary_leaver_count

    from {{ ref('fct_headcount_months') }}

    where is_included

),

surveyed as (

    select
        kpi_code, wave_id, min(wave_date) as period_start, team,
        count(distinct respondent_key) as people_count,
        count(*) as n,
        cast(sum(amount) as double) as numerator,
        cast(sum(amount * amount) as double) as square_sum,
        cast(count(*) as double) as denominator
    from answers
    group by 1, 2, 4

    union all

    select
        kpi_code, wave_id, min(wave_date) as period_start, 'all' as team,
        count(distinct respondent_key) as people_count,
        count(*) as n,
        cast(sum(amount) as double) as numerator,
        cast(sum(amount * amount) as double) as square_sum,
        cast(count(*) as double) as denominator
    from answers
    group by 1, 2

),

leavers as (

    select 'attrition' as kpi_code, *, leaver_count as leavers from months
    union all
    select 'voluntary_attrition' as kpi_code, *, voluntary_leaver_count as leavers from months

),

left_behind as (

    select
        kpi_code, quarter_start as period_start, team,
        cast(floor(sum(average_headcount) / count(distinct month_start)) as bigint) as people_count,
        count(*) as n,
        cast(sum(leavers) as double) as numerator,
        cast(null as double) as square_sum,
        sum(average_headcount) as denominator
    from leavers
    group by 1, 2, 3

    union all

    select
        kpi_code, quarter_start as period_start, 'all' as team,
        cast(floor(sum(average_headcount) / count(distinct month_start)) as bigint) as people_count,
        count(*) as n,
        cast(sum(leavers) as double) as numerator,
        cast(null as double) as square_sum,
        sum(average_headcount) as denominator
    from leavers
    group by 1, 2

)

select
    kpi_code || '|' || wave_id || '|' || team as employee_figure_id, kpi_code, wave_id, period_start,
    team, people_count, n, numerator, square_sum, denominator
from surveyed

union all

select
    kpi_code || '|' || cast(period_start as string) || '|' || team as employee_figure_id, kpi_code,
    cast(period_start as string) as wave_id, period_start,
    team, people_count, n, numerator, square_sum, denominator
from left_behind
