-- one row per person record or id of another tool that a tool or a steward tied to another: the least key of one person
{{ config(materialized = 'connected_components') }}

with

links as (

    select * from {{ ref('int_identity_links') }}
    where match_rule in ('tool_merge', 'steward')
        and decision = 'link'

),

tied as (

    select record_key_a as record_key from links
    union
    select record_key_b as record_key from links

)

select
    record_key_a as node_a,
    record_key_b as node_b
from links

union all

-- an id of a CRM is a record of it
select
    people.record_key as node_a,
    md5('person|' || carriers.identifier_value) as node_b
from {{ ref('int_person_identifiers') }} as carriers
inner join {{ ref('int_person_records') }} as people
    on carriers.record_number = people.record_number
inner join tied on people.record_key = tied.record_key
where carriers.identifier_type = 'external_id'
    and carriers.is_carried
