-- one row per edge of the identity graph: what ties two records, what speaks for them, and what keeps records apart
{{ config(materialized = 'view') }}

with

links as (

    select * from {{ ref('int_identity_links') }}

),

external_ids as (

    select * from {{ ref('int_person_external_ids') }}

),

contradictions as (

    select * from {{ ref('int_identity_contradictions') }}

),

decisions as (

    select * from {{ ref('int_steward_decisions') }}
    where decision = 'not_same'
        and is_applied

),

groups as (

    select * from {{ ref('int_steward_groups') }}

),

edges as (

    select
        case
            when decision = 'review' then 'support'
            when match_rule in ('tool_merge', 'steward') then 'asserted'
            when match_rule = 'external_id' then 'carried'
            when match_rule = 'scored' then 'scored'
            else 'exact'
        end as edge_kind,
        record_key_a as node_a,
        record_key_b as node_b,
        match_weight as weight,
        cast(null as string) as namespace
    from links
    where decision in ('link', 'review')

    union all

    -- two records with different ids of one tool are not one person, unless it merged the two ids
    select
        'apart' as edge_kind,
        record_key as node_a,
        external_id_label as node_b,
        cast(0 as double) as weight,
        'external_id:' || external_id_space as namespace
    from external_ids

    union all

    select
        'apart' as edge_kind, record_key_a as node_a, record_key_a as node_b,
        cast(0 as double) as weight, 'decision:' || decision_id as namespace
    from decisions

    union all

    select
        'apart' as edge_kind, record_key_b as node_a, record_key_b as node_b,
        cast(0 as double) as weight, 'decision:' || decision_id as namespace
    from decisions

    union all

    -- a third record does not make one of two that contradict each other
    select
        'apart' as edge_kind, record_key_a as node_a, record_key_a as node_b,
        cast(0 as double) as weight, 'weights:' || pair_id as namespace
    from contradictions

    union all

    select
        'apart' as edge_kind, record_key_b as node_a, record_key_b as node_b,
        cast(0 as double) as weight, 'weights:' || pair_id as namespace
    from contradictions

)

-- records that a steward declared the same stand together through every guard
select
    edges.edge_kind,
    coalesce(a.component, edges.node_a) as node_a,
    case
        when edges.edge_kind = 'apart' then edges.node_b
        else coalesce(b.component, edges.node_b)
    end as node_b,
    edges.weight,
    edges.namespace,
    edges.edge_kind || '|' || edges.node_a || '|' || edges.node_b
    || '|' || coalesce(edges.namespace, '') as edge_id

from edges

left join groups as a
    on edges.node_a = a.node

left join groups as b
    on edges.edge_kind <> 'apart'
    and edges.node_b = b.node
