-- one row per revenue event, won or not: who pays, what kind it is, and why it does not count (null: it counts)
with

events as (

    select * from {{ ref('int_revenue_events_unioned') }}

),

accounts as (

    select * from {{ ref('int_accounts_golden') }}

),

people as (

    select * from {{ ref('int_customer_keys') }}

),

types as (

    select * from {{ ref('revenue_type_map') }}

),

loss_reasons as (

    select * from {{ ref('loss_reason_map') }}

),

-- the organisation pays where one is named, else the person or the person's organisation
keyed as (

    select
        events.*,
        people.customer_id,
        people.is_internal,
        coalesce(account_map.account_id, people.account_id) as account_id,
        coalesce(account_map.account_id, people.payer_id) as payer_id,
        case when account_map.account_id is null then people.segment end as person_segment

    from events

    left join {{ ref('int_account_map') }} as account_map
        on events.account_record_id = account_map.account_record_id

    left join people
        on events.contact_record_id = people.contact_record_id

)

select
    -- ids
    keyed.revenue_event_id,
    keyed.source_system,
    keyed.source_revenue_event_id,
    coalesce(keyed.customer_id, 'unknown') as customer_id,
    coalesce(keyed.account_id, case when keyed.payer_id is null then 'unknown' else 'none' end)
        as account_id,
    coalesce(keyed.payer_id, 'unknown') as payer_id,
    -- text
    coalesce(accounts.segment, keyed.person_segment, 'unknown') as segment,
    keyed.revenue_event_type,
    -- an order is an order, whatever it is called; an opportunity may be anything
    case
        when keyed.revenue_event_type in ('order', 'refund') then keyed.revenue_event_type
        when keyed.revenue_event_type like 'order%' then 'order'
        else coalesce(types.revenue_type, 'unmapped')
    end as revenue_type,
    case when keyed.revenue_event_type like 'opportunity%' then types.contract_role end
        as contract_role,
    keyed.raw_type,
    keyed.raw_status,
    keyed.raw_loss_reason,
    case
        when loss_reasons.churn_reason is not null then loss_reasons.churn_reason
        when keyed.raw_loss_reason is null then 'unknown'
        else 'unmapped'
    end as churn_reason,
    coalesce(loss_reasons.churn_type, 'unknown') as churn_type,
    keyed.product,
    keyed.lead_source,
    -- a tool that knows one currency does not name it
    coalesce(upper(keyed.currency_code), '{{ var("reporting_currency") }}') as currency_code,
    case
        when keyed.is_deleted then 'deleted'
        when keyed.revenue_event_type = 'order_cancelled' then 'cancelled'
        when keyed.revenue_event_type = 'order_of_opportunity' then 'duplicate'
        when keyed.is_internal then 'internal'
        when keyed.occurred_at > {{ as_of() }} then 'future'
        when keyed.payer_id is null then 'unattributed'
    end as exclusion_reason,
    -- numbers
    keyed.amount,
    cast(types.term_months as integer) as term_months,
    -- booleans
    keyed.revenue_event_type like 'opportunity%'
    and coalesce(keyed.is_recurring, types.is_recurring, false) as is_recurring,
    -- dates and timestamps
    keyed.service_start_date,
    keyed.service_end_date,
    keyed.occurred_at

from keyed

left join accounts
    on keyed.account_id = accounts.account_id

left join types
    on keyed.source_system = types.source_system
    and lower(coalesce(keyed.raw_type, '')) = coalesce(types.raw_type, '')

left join loss_reasons
    on keyed.source_system = loss_reasons.source_system
    and lower(keyed.raw_loss_reason) = loss_reasons.raw_loss_reason
