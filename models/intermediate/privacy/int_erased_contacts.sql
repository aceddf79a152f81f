-- one row per person record of someone who was erased: the id that stands in for its own, wherever the record is named
{{ config(materialized = 'view') }}

select
    source_system || ':' || source_contact_id as erased_record_id,
    source_system as erased_source_system,
    source_contact_id as erased_source_contact_id,
    min(erased_contact_id) as erased_contact_id

from {{ ref('int_erased_contact_rows') }}

where source_contact_id is not null

group by 1, 2, 3
