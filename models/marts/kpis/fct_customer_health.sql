-- one row per active payer and month: the health score at the month's end, its parts, and what changed (KPI-04)
with

parts as (

    select * from {{ ref('int_customer_health_parts') }}

),

bands as (

    select * from {{ ref('health_bands') }}

),

-- a score is there as a whole or not at all: the sum of no contributions is null; rounded, because
-- five parts of 100 add up to a little more than 100
scored as (

    select
        payer_id,
        source_system,
        segment,
        churn_rule,
        month_start,
        max(weight_available) as weight_available,
        round(cast(sum(cast(contribution as decimal(28, 12))) as double), 9) as health_score,
        max(case when component = 'nps' then component_value end) as nps_component,
        max(case when component = 'csat' then component_value end) as csat_component,
        max(case when component = 'ces' then component_value end) as ces_component,
        max(case when component = 'support' then component_value end) as support_component,
        max(case when component = 'commercial' then component_value end) as commercial_component,
        max(case when component = 'nps' then contribution_change end) as nps_change,
        max(case when component = 'csat' then contribution_change end) as csat_change,
        max(case when component = 'ces' then contribution_change end) as ces_change,
        max(case when component = 'support' then contribution_change end) as support_change,
        max(case when component = 'commercial' then contribution_change end) as commercial_change

    from parts

    group by 1, 2, 3, 4, 5

),

compared as (

    select
        *,
        -- no change against a month in which the payer was not active, or had no score
        health_score - case
            when lag(month_start) over months_of_payer + interval 1 month = month_start
                then lag(health_score) over months_of_payer
        end as health_score_change

    from scored

    window months_of_payer as (partition by payer_id order by month_start)

)

select
    -- ids
    compared.payer_id || '|' || cast(compared.month_start as string) as customer_health_id,
    compared.payer_id,
    compared.source_system,
    -- text
    compared.segment,
    compared.churn_rule,
    coalesce(bands.health_band, 'unscored') as health_band,
    case when compared.health_score is null then 'unscored' end as exclusion_reason,
    -- numbers
    compared.nps_component,
    compared.csat_component,
    compared.ces_component,
    compared.support_component,
    compared.commercial_component,
    compared.weight_available,
    compared.health_score,
    compared.health_score_change,
    compared.nps_change,
    compared.csat_change,
    compared.ces_change,
    compared.support_change,
    compared.commercial_change,
    coalesce(signals.csat_answer_count, 0) as csat_answer_count,
    coalesce(signals.ces_answer_count, 0) as ces_answer_count,
    coalesce(signals.settled_issue_count, 0) as settled_issue_count,
    coalesce(signals.long_open_ticket_count, 0) as long_open_ticket_count,
    -- booleans
    compared.health_score is not null as is_included,
    -- dates and timestamps
    compared.month_start,
    cast(compared.month_start + interval 1 month - interval 1 day as date) as month_end_date

from compared

left join {{ ref('int_payer_health_signals') }} as signals
    on compared.payer_id = signals.payer_id
    and compared.month_start = signals.month_start

left join bands
    on round(compared.health_score, 9) >= bands.score_min
    and (round(compared.health_score, 9) < bands.score_below or bands.score_below is null)
