-- one row per id that was merged or merged into: the chain of merges that it belongs to
{{ config(materialized = 'connected_components') }}

select
    resolved_id as node_a,
    merged_into_id as node_b

from {{ ref('int_identity_ids_after') }}

where merged_into_id is not null
