-- one row per person record of a source system, staff included: the customer it belongs to, and why
with

people as (

    select * from {{ ref('int_customer_keys') }}

)

select
    contact_record_id,
    source_system,
    source_contact_id,
    contact_type,
    coalesce(customer_id, 'internal') as customer_id,
    is_internal,
    match_rule,
    cast(match_confidence as double) as match_confidence,
    linked_contact_record_id,
    coalesce(cluster_size, 1) as cluster_size

from people
