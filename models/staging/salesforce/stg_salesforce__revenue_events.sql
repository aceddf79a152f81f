-- one row per raw row of salesforce.opportunity and salesforce.order, in the shape of int_revenue_events_unioned
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

person_accounts as (

    select * from {{ ref('base_salesforce__accounts') }}
    where is_person_account
        and version_number = 1

),

opportunities as (

    select * from {{ ref('base_salesforce__opportunities') }}

),

-- won, and with all that a sale needs to be counted
sold_opportunities as (

    select source_revenue_event_id as source_opportunity_id

    from opportunities

    where version_number = 1
        and is_won
        and not is_deleted
        and amount >= 0
        and occurred_at is not null

),

orders as (

    select
        orders.*,
        sold_opportunities.source_opportunity_id is not null as is_of_sold_opportunity

    from {{ ref('base_salesforce__orders') }} as orders

    left join sold_opportunities
        on orders.source_opportunity_id = sold_opportunities.source_opportunity_id

),

unioned as (

    select
        'opportunity' as source_table,
        raw_row_id, version_number, is_exact_duplicate, source_revenue_event_id,
        source_account_id, source_contact_id, source_campaign_id,
        raw_type, raw_status, raw_loss_reason, product, currency_code, lead_source, amount,
        is_deleted, occurred_at, updated_at, loaded_at, raw_record,
        -- the close date of an open opportunity is a forecast
        case
            when is_won then 'opportunity_won'
            when is_closed then 'opportunity_lost'
            else 'opportunity_open'
        end as revenue_event_type
    from opportunities

    union all

    select
        'order' as source_table,
        raw_row_id, version_number, is_exact_duplicate, source_revenue_event_id,
        source_account_id, source_contact_id, cast(null as string) as source_campaign_id,
        raw_type, raw_status, cast(null as string) as raw_loss_reason, order_number as product,
        currency_code, cast(null as string) as lead_source, amount,
        is_deleted,
        -- the day on which the order takes effect, whenever it was typed in
        coalesce(effective_at, activated_at, created_at) as occurred_at,
        updated_at, loaded_at, raw_record,
        -- a draft can still be changed; a reduction order takes back a part of an earlier one
        case
            -- an activated order that is called off keeps its code and gets another name
            when lower(raw_status) in ('canceled', 'cancelled', 'expired')
                or status_code in ('canceled', 'cancelled', 'expired')
                then 'order_cancelled'
            -- D is the code of a draft, which may have a name of the company's own
            when coalesce(status_code, lower(raw_status)) in ('d', 'draft') then 'order_open'
            when is_reduction_order then 'refund'
            -- what an opportunity has sold is counted there
            when is_of_sold_opportunity then 'order_of_opportunity'
            else 'order'
        end as revenue_event_type
    from orders

),

shaped as (

    select
        'salesforce' as source_system,
        unioned.{{ all_but('source_account_id, source_contact_id') }},
        -- a person account pays as a person
        case when person_accounts.source_account_id is null then unioned.source_account_id end
            as source_account_id,
        coalesce(person_accounts.source_account_id, unioned.source_contact_id)
            as source_contact_id,
        cast(null as string) as billing_interval,
        cast(null as boolean) as is_recurring,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date

    from unioned

    left join person_accounts
        on unioned.source_account_id = person_accounts.source_account_id

)

select * from shaped
