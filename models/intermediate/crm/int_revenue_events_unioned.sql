-- one row per revenue event of a source system (opportunity, order, refund): the input contract
with

revenue_events as (

    select * from {{ ref('int_revenue_events_checked') }}
    where reason_code is null

),

keyed as (

    select
        -- ids
        source_system || ':' || source_revenue_event_id as revenue_event_id,
        source_system,
        source_revenue_event_id,
        source_system || ':' || source_account_id as account_record_id,
        source_system || ':' || source_contact_id as contact_record_id,
        source_campaign_id,
        -- text
        lead_source,
        revenue_event_type,
        raw_type,
        raw_status,
        raw_loss_reason,
        product,
        currency_code,
        billing_interval,
        -- numbers
        amount,
        -- booleans
        is_recurring,
        coalesce(is_deleted, false) as is_deleted,
        -- dates
        service_start_date,
        service_end_date,
        -- timestamps
        occurred_at,
        updated_at,
        loaded_at

    from revenue_events

)

select * from keyed
