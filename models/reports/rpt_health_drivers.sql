-- one row per active payer, month and component: what it adds to the health score, and what changed since the month before
with

parts as (

    select * from {{ ref('int_customer_health_parts') }}

),

scores as (

    select * from {{ ref('fct_customer_health') }}

),

dated as (

    select
        *,
        lag(month_start) over months_of_part + interval 1 month = month_start as has_month_before,
        lag(component_value) over months_of_part as value_before

    from parts

    window months_of_part as (partition by payer_id, component order by month_start)

)

select
    -- ids
    dated.customer_health_part_id,
    dated.payer_id,
    -- text
    dated.segment,
    dated.component,
    scores.health_band,
    -- a part can move the score without moving itself: its weight changes when another comes or goes
    case
        when not coalesce(dated.has_month_before, false) then 'no month before'
        when dated.component_value is null and dated.value_before is null then 'still missing'
        when dated.component_value is null then 'went missing'
        when dated.value_before is null then 'newly known'
        when round(dated.component_value - dated.value_before, 9) > 0 then 'rose'
        when round(dated.component_value - dated.value_before, 9) < 0 then 'fell'
        else 'as before'
    end as what_changed,
    -- numbers
    dated.component_value,
    case when dated.has_month_before then dated.value_before end as component_value_before,
    dated.weight,
    dated.weight_used,
    dated.contribution,
    -- what the part takes away from a perfect score
    100 * dated.weight_used - dated.contribution as shortfall,
    dated.contribution_change,
    scores.health_score,
    scores.health_score_change,
    -- dates and timestamps
    dated.month_start

from dated

inner join scores
    on dated.payer_id = scores.payer_id
    and dated.month_start = scores.month_start
