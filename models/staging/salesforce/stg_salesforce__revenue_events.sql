-- one row per raw row of salesforce.opportunity, in the shape of int_revenue_events_unioned
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

opportunities as (

    select * from {{ ref('base_salesforce__opportunities') }}

),

shaped as (

    select
        'salesforce' as source_system,
        'opportunity' as source_table,
        opportunities.*,
        cast(null as string) as source_contact_id,
        -- the close date of an open opportunity is a forecast
        case
            when is_won then 'opportunity_won'
            when is_closed then 'opportunity_lost'
            else 'opportunity_open'
        end as revenue_event_type,
        cast(null as string) as billing_interval,
        cast(null as boolean) as is_recurring,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date

    from opportunities

)

select * from shaped
