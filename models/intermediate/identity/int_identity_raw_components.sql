-- one row per record that is linked to another: the least record key of all that links tie to it, before any guard
{{ config(materialized = 'connected_components') }}

select
    record_key_a as node_a,
    record_key_b as node_b

from {{ ref('int_identity_links') }}

where decision = 'link'
