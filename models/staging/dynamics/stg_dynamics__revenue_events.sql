-- one row per raw row of dynamics.opportunity, in the shape of int_revenue_events_unioned
{{ config(enabled = 'dynamics' in var('crm_vendors')) }}

with

opportunities as (

    select * from {{ ref('base_dynamics__opportunities') }}

),

currencies as (

    select * from {{ ref('base_dynamics__currencies') }}
    where version_number = 1

),

leads as (

    select * from {{ ref('base_dynamics__leads') }}
    where version_number = 1

),

accounts as (

    select source_account_id from {{ ref('base_dynamics__accounts') }}
    where version_number = 1

),

option_labels as (

    select * from {{ ref('base_dynamics__option_labels') }}

),

-- the customer is an organisation or a person; without a word about the kind the id itself tells
told_apart as (

    select
        opportunities.*,
        coalesce(
            opportunities.customer_type in ('account', '1'),
            accounts.source_account_id is not null
        ) as is_account_customer

    from opportunities

    left join accounts
        on opportunities.customer_record_id = accounts.source_account_id

),

shaped as (

    select
        'dynamics' as source_system,
        'opportunity' as source_table,
        told_apart.*,
        coalesce(
            told_apart.parent_account_id,
            case when told_apart.is_account_customer then told_apart.customer_record_id end
        ) as source_account_id,
        coalesce(
            told_apart.parent_contact_id,
            case when not told_apart.is_account_customer then told_apart.customer_record_id end
        ) as source_contact_id,
        -- the state decides; the reason of it can be renamed and added to
        case told_apart.state_code
            when '1' then 'opportunity_won'
            when '2' then 'opportunity_lost'
            else 'opportunity_open'
        end as revenue_event_type,
        cast(null as string) as raw_type,
        coalesce(reasons.option_label, told_apart.status_code) as raw_status,
        case when told_apart.state_code = '2' then coalesce(reasons.option_label, told_apart.status_code) end
            as raw_loss_reason,
        coalesce(origins.option_label, leads.lead_source_code) as lead_source,
        -- in the currency of the record: the *_base columns hold the same money converted
        currencies.currency_code,
        case
            when told_apart.state_code = '1' then told_apart.actual_value
            else told_apart.estimated_value
        end as amount,
        -- the close of an open one is a forecast, which not every one has
        case
            when told_apart.state_code in ('1', '2') then told_apart.actual_close_at
            else coalesce(told_apart.estimated_close_at, told_apart.created_at)
        end as occurred_at,
        cast(null as string) as billing_interval,
        cast(null as boolean) as is_recurring,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date

    from told_apart

    left join currencies
        on told_apart.currency_id = currencies.source_currency_id

    left join leads
        on told_apart.originating_lead_id = leads.source_contact_id

    left join option_labels as reasons
        on told_apart.status_code = reasons.option_code
        and reasons.table_name = 'opportunity'
        and reasons.field_name = 'statuscode'

    left join option_labels as origins
        on leads.lead_source_code = origins.option_code
        and origins.table_name = 'lead'
        and origins.field_name = 'leadsourcecode'

)

select * from shaped
