-- one row per person record of a tool: whether it is linked to a golden customer (KPI-35)
with

records as (

    select * from {{ ref('dim_customer_source_records') }}

),

contacts as (

    select
        contact_record_id,
        merged_into_contact_record_id,
        is_deleted,
        created_at

    from {{ ref('int_contacts_unioned') }}

),

customers as (

    select
        customer_id,
        account_id,
        payer_id,
        segment,
        is_identifiable

    from {{ ref('dim_customers') }}

),

systems as (

    select
        source_system,
        domain

    from {{ ref('source_priority') }}

),

judged as (

    select
        -- ids
        records.contact_record_id,
        records.source_system,
        records.source_record_id,
        records.customer_id,
        customers.account_id,
        customers.payer_id,
        -- text
        records.source_object,
        coalesce(systems.domain, 'unknown') as source_domain,
        coalesce(customers.segment, 'unknown') as segment,
        records.match_rule,
        case
            when records.is_internal then 'internal'
            when contacts.is_deleted then 'deleted'
            when contacts.merged_into_contact_record_id is not null then 'merged'
            when not customers.is_identifiable then 'anonymous'
        end as exclusion_reason,
        -- the CRM's record is the profile; elsewhere a record alone is only a provisional one
        records.match_rule <> 'singleton' or coalesce(systems.domain = 'crm', false)
            as is_linked,
        -- dates
        cast(contacts.created_at as date) as created_date,
        -- timestamps
        contacts.created_at,
        records.matched_at

    from records

    inner join contacts
        on records.contact_record_id = contacts.contact_record_id

    left join customers
        on records.customer_id = customers.customer_id

    left join systems
        on records.source_system = systems.source_system

)

select
    contact_record_id,
    source_system,
    source_record_id,
    customer_id,
    account_id,
    payer_id,
    source_object,
    source_domain,
    segment,
    match_rule,
    exclusion_reason,
    cast(case when is_linked then 1 else 0 end as bigint) as linked_count,
    exclusion_reason is null as is_included,
    is_linked,
    created_date,
    created_at,
    matched_at

from judged
