-- one row per linked record (or group of a steward): its component before and after the guards
{{ config(materialized = 'guarded_components') }}

select
    edge_kind,
    node_a,
    node_b,
    weight,
    namespace

from {{ ref('int_identity_graph') }}
