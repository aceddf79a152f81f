-- one row per linked record: the least record key of all that are tied to it, however many steps away
{{ config(materialized = 'connected_components') }}

select
    record_key as node_a,
    hub_record_key as node_b

from {{ ref('int_identity_links') }}

where record_key <> hub_record_key
