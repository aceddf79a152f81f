-- one row per person record of a source system, staff included: the customer, account and payer behind it
with

people as (

    select * from {{ ref('int_person_records') }}

),

clusters as (

    select * from {{ ref('int_identity_map') }}
    where entity = 'person'

),

customers as (

    select * from {{ ref('int_customers_golden') }}

),

linked_records as (

    select
        record_key,
        contact_record_id

    from {{ ref('int_person_records') }}

),

keyed as (

    select
        people.contact_record_id,
        people.source_system,
        people.source_contact_id,
        people.contact_type,
        people.is_internal,
        customers.customer_id,
        customers.account_id,
        customers.payer_id,
        customers.segment,
        coalesce(clusters.match_rule, 'internal') as match_rule,
        coalesce(clusters.match_confidence, 1.0) as match_confidence,
        linked_records.contact_record_id as linked_contact_record_id,
        clusters.cluster_size,
        clusters.matched_at

    from people

    left join clusters
        on people.record_key = clusters.record_key

    left join customers
        on clusters.resolved_id = customers.customer_id

    left join linked_records
        on clusters.linked_record_key = linked_records.record_key

)

select * from keyed
