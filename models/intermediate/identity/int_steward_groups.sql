-- one row per record that a steward declared the same as another: the least record key of its group
{{ config(materialized = 'connected_components') }}

select
    record_key_a as node_a,
    record_key_b as node_b

from {{ ref('int_steward_decisions') }}

where decision = 'same'
    and is_applied
