-- one row per payer with won revenue: since when, until when
with

-- a refund gives back what was won before
won as (

    select
        payer_id,
        occurred_at

    from {{ ref('int_revenue_scope') }}

    where revenue_event_type in ('opportunity_won', 'order')
        and exclusion_reason is null

)

select
    payer_id,
    min(occurred_at) as first_won_at,
    max(occurred_at) as last_won_at,
    count(*) as won_event_count

from won

group by 1
