-- one row per customer and attribute: where the value that survived comes from, and what decided
with

attributes as (

    select * from {{ ref('int_customer_attributes') }}

)

select
    -- ids
    customer_attribute_id,
    customer_id,
    contact_record_id,
    source_system,
    -- text; a personal value stands in dim_customer_contact_details only
    attribute,
    case when not is_personal then attribute_value end as attribute_value,
    md5(customer_id || '|' || attribute || '|' || attribute_value) as value_hash,
    survived_by,
    -- numbers
    agreeing_source_count,
    -- booleans
    is_personal,
    has_conflict,
    -- timestamps
    value_at

from attributes
