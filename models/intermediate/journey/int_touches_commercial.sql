-- one row per lead, sale, refund or digital journey: the contacts that need nobody of ours
{{ config(materialized = 'view') }}

with

people as (

    select * from {{ ref('int_customer_keys') }}

),

-- without a date it has no place in the order
leads as (

    select * from {{ ref('int_contacts_unioned') }}
    where contact_type = 'lead'
        and created_at is not null

),

sales as (

    select * from {{ ref('fct_revenue') }}

)

select
    'lead|' || leads.contact_record_id as touch_id,
    cast(null as string) as feedback_key,
    'lead' as contact_kind,
    'inbound' as direction,
    'unknown' as channel,
    'lead' as maps_from,
    coalesce(lower(leads.lead_source), 'unknown') as raw_touchpoint,
    case
        when leads.is_deleted then 'deleted'
        when people.is_internal then 'internal'
    end as exclusion_reason,
    cast(null as string) as ticket_id,
    leads.source_system,
    coalesce(people.customer_id, 'unknown') as customer_id,
    case
        when people.customer_id is null then 'unknown'
        else coalesce(people.account_id, 'none')
    end as account_id,
    coalesce(people.payer_id, 'unknown') as payer_id,
    coalesce(people.segment, 'unknown') as segment,
    'unassigned' as agent_id,
    'unassigned' as agent_group,
    leads.created_at as touched_at
from leads
left join people
    on leads.contact_record_id = people.contact_record_id

union all

select
    'revenue|' || revenue_id as touch_id,
    cast(null as string) as feedback_key,
    case when revenue_type = 'refund' then 'refund' else 'purchase' end as contact_kind,
    'inbound' as direction,
    'unknown' as channel,
    'revenue' as maps_from,
    coalesce(contract_role, revenue_type) as raw_touchpoint,
    -- money that cannot be converted was a purchase all the same
    case when exclusion_reason <> 'no_exchange_rate' then exclusion_reason end as exclusion_reason,
    cast(null as string) as ticket_id,
    source_system,
    customer_id,
    account_id,
    payer_id,
    segment,
    'unassigned' as agent_id,
    'unassigned' as agent_group,
    occurred_at as touched_at
from sales

union all

select
    'journey|' || journey_instance_id as touch_id,
    cast(null as string) as feedback_key,
    'journey' as contact_kind,
    'inbound' as direction,
    channel,
    'journey' as maps_from,
    journey_code as raw_touchpoint,
    exclusion_reason,
    cast(null as string) as ticket_id,
    source_system,
    customer_id,
    account_id,
    payer_id,
    segment,
    'unassigned' as agent_id,
    'unassigned' as agent_group,
    started_at as touched_at
from {{ ref('fct_journeys') }}
