-- Why is this customer at risk?
-- Give it with --vars '{customer_id: <the id>}'; without it the customer whose payer has the
-- lowest health score is taken.
-- No row: its payer is no customer now, or has no score.
-- How to read it: one row per part of the score, the part that costs most points first;
-- shortfall adds up to 100 less the score. what_changed tells against the month before. A
-- part without a value is unknown, not bad: its weight went to the others. The score is a
-- warning: rpt_health_backtest says how well it foretold churn.
with

customers as (

    select * from {{ ref('rpt_customer_360') }}
    where '{{ var("customer_id", "") }}' in ('', customer_id)
        and health_score is not null
        and is_active

),

chosen as (

    select *
    from customers
    order by health_score, customer_id
    limit 1

),

drivers as (

    select * from {{ ref('rpt_health_drivers') }}

)

select
    chosen.customer_id,
    drivers.month_start,
    drivers.health_score,
    drivers.health_score_change,
    drivers.health_band,
    drivers.component,
    drivers.component_value,
    drivers.weight_used,
    drivers.shortfall,
    drivers.contribution_change,
    drivers.what_changed,
    chosen.open_ticket_count,
    chosen.last_nps_score,
    chosen.mrr,
    chosen.last_touch_at

from chosen

inner join drivers
    on chosen.payer_id = drivers.payer_id
    and chosen.health_month = drivers.month_start

order by drivers.shortfall desc nulls last, drivers.component
