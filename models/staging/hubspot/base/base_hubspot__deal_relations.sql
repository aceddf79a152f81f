-- one row per deal that other tables say something of: company, contact, whether it went into another deal
{{ config(enabled = 'hubspot' in var('crm_vendors')) }}

with

deal_companies as (

    select * from {{ ref('base_hubspot__deal_companies') }}
    where version_number = 1
        and not is_deleted
        and source_revenue_event_id is not null

),

deal_contacts as (

    select * from {{ ref('base_hubspot__deal_contacts') }}
    where version_number = 1
        and not is_deleted
        and source_revenue_event_id is not null

),

survivors as (

    select * from {{ ref('base_hubspot__contact_survivors') }}

),

merged_deals as (

    select distinct merged_source_deal_id as source_revenue_event_id

    from {{ ref('base_hubspot__merged_deals') }}

    where version_number = 1
        and merged_source_deal_id is not null

),

-- a pair stands there once for each kind of association; the tool's own kind 5 marks the primary company, a label may bear any number
companies as (

    select
        source_revenue_event_id,
        coalesce(
            min(source_account_id) filter (
                where association_type_id = '5'
                and coalesce(association_category, 'HUBSPOT_DEFINED') = 'HUBSPOT_DEFINED'
            ),
            min(source_account_id)
        ) as source_account_id

    from deal_companies

    group by 1

),

contacts as (

    select
        deal_contacts.source_revenue_event_id,
        min(coalesce(survivors.surviving_source_contact_id, deal_contacts.source_contact_id))
            as source_contact_id

    from deal_contacts

    left join survivors
        on deal_contacts.source_contact_id = survivors.merged_source_contact_id

    group by 1

),

deals as (

    select source_revenue_event_id from companies
    union
    select source_revenue_event_id from contacts
    union
    select source_revenue_event_id from merged_deals

),

joined as (

    select
        deals.source_revenue_event_id,
        companies.source_account_id,
        contacts.source_contact_id,
        merged_deals.source_revenue_event_id is not null as is_merged

    from deals

    left join companies
        on deals.source_revenue_event_id = companies.source_revenue_event_id

    left join contacts
        on deals.source_revenue_event_id = contacts.source_revenue_event_id

    left join merged_deals
        on deals.source_revenue_event_id = merged_deals.source_revenue_event_id

)

select * from joined
