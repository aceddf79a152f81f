-- one row per source record of one customer: why it belongs to the others
-- run it with: dbt show --select explain_customer --vars '{customer_id: <the id>}'
select
    records.source_system,
    records.contact_type,
    records.contact_record_id,
    records.match_rule,
    records.match_confidence,
    records.linked_contact_record_id,
    links.match_rule as every_rule,
    links.identifier_hash

from {{ ref('dim_customer_source_records') }} as records

left join {{ ref('int_identity_links') }} as links
    on md5('person|' || records.contact_record_id) = links.record_key

where records.customer_id = '{{ var("customer_id", "") }}'

order by records.source_system, records.contact_record_id, links.match_rule
