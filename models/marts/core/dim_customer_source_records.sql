-- one row per person record of a source system, staff included: the customer it belongs to, and why
with

people as (

    select * from {{ ref('int_customer_keys') }}

)

select
    -- ids
    contact_record_id,
    source_system,
    contact_type as source_object,
    source_contact_id as source_record_id,
    coalesce(customer_id, 'internal') as customer_id,
    coalesce(account_id, 'none') as account_id,
    linked_contact_record_id,
    -- text
    match_rule,
    -- numbers
    cast(match_confidence as double) as match_confidence,
    coalesce(cluster_size, 1) as cluster_size,
    -- booleans
    is_internal,
    -- timestamps
    matched_at

from people
