-- one row per payer with won revenue: since when, until when
with

revenue_events as (

    select * from {{ ref('int_revenue_events_unioned') }}

    where revenue_event_type not in ('opportunity_lost', 'opportunity_open')
        and not is_deleted
        and occurred_at <= {{ as_of() }}

),

account_map as (

    select
        account_record_id,
        account_id

    from {{ ref('int_account_map') }}

),

people as (

    select
        contact_record_id,
        payer_id

    from {{ ref('int_customer_keys') }}

),

paid as (

    select
        coalesce(account_map.account_id, people.payer_id) as payer_id,
        revenue_events.occurred_at

    from revenue_events

    left join account_map
        on revenue_events.account_record_id = account_map.account_record_id

    left join people
        on revenue_events.contact_record_id = people.contact_record_id

)

select
    payer_id,
    min(occurred_at) as first_won_at,
    max(occurred_at) as last_won_at,
    count(*) as won_event_count

from paid

where payer_id is not null

group by 1
