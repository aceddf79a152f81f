-- one row per raw row of salesforce.opportunity, in the shape of int_revenue_events_unioned
{{ config(enabled = 'salesforce' in var('crm_vendors')) }}

with

opportunities as (

    select * from {{ ref('base_salesforce__opportunities') }}

),

person_accounts as (

    select * from {{ ref('base_salesforce__accounts') }}
    where is_person_account
        and version_number = 1

),

shaped as (

    select
        'salesforce' as source_system,
        'opportunity' as source_table,
        opportunities.raw_row_id,
        opportunities.version_number,
        opportunities.is_exact_duplicate,
        opportunities.source_revenue_event_id,
        -- a person account pays as a person
        case when person_accounts.source_account_id is null then opportunities.source_account_id end
            as source_account_id,
        coalesce(person_accounts.source_account_id, opportunities.source_contact_id)
            as source_contact_id,
        opportunities.source_campaign_id,
        opportunities.record_type_id,
        opportunities.raw_type,
        opportunities.raw_status,
        opportunities.product,
        opportunities.currency_code,
        opportunities.lead_source,
        opportunities.amount,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.is_deleted,
        -- the close date of an open opportunity is a forecast
        case
            when opportunities.is_won then 'opportunity_won'
            when opportunities.is_closed then 'opportunity_lost'
            else 'opportunity_open'
        end as revenue_event_type,
        opportunities.occurred_at,
        opportunities.created_at,
        opportunities.updated_at,
        opportunities.loaded_at,
        opportunities.raw_record,
        cast(null as string) as billing_interval,
        cast(null as boolean) as is_recurring,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date

    from opportunities

    left join person_accounts
        on opportunities.source_account_id = person_accounts.source_account_id

)

select * from shaped
