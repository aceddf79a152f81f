{% macro guarded_links(graph) -%}
    select node_a, node_b, edge_kind, weight from {{ graph }}
    where edge_kind in ('asserted', 'carried', 'exact', 'scored') and node_a <> node_b
{%- endmacro %}

{% macro guarded_start(labels) -%}
    select node, component as raw_component, component, cast(null as string) as guard, 0 as tightened
    from {{ labels }}
{%- endmacro %}

{% macro guarded_offenders() -%}
    with members as (select * from {{ scratch('open') }}),
    sizes as (select component, count(*) as node_count, max(tightened) as tightened from members group by 1),
    links as (
        select members.component,
            max(case when links.edge_kind = 'scored' then 1 else 0 end) as has_scored,
            max(case when links.edge_kind <> 'asserted' then 1 else 0 end) as has_inferred
        from {{ scratch('links') }} as links inner join members on links.node_a = members.node group by 1
    ),
    support as (
        select a.component, count(*) as pair_count
        from {{ scratch('graph') }} as graph inner join members as a on graph.node_a = a.node
        inner join members as b on graph.node_b = b.node and a.component = b.component
        where graph.edge_kind <> 'apart' and a.node <> b.node group by 1
    ),
    conflicts as (
        select component, min(namespace) as namespace
        from (
            select members.component, graph.namespace
            from members inner join {{ scratch('graph') }} as graph on members.node = graph.node_a
            where graph.edge_kind = 'apart' group by 1, 2 having count(distinct graph.node_b) > 1
        ) as disputed group by 1
    )
    select * from (
        select sizes.component, conflicts.namespace, sizes.tightened,
            case
                when conflicts.namespace is not null then 'conflict'
                when sizes.node_count > {{ var('identity_max_cluster_size') }} and links.has_inferred = 1 then 'size'
                when sizes.node_count >= 4 and links.has_scored = 1
                    and support.pair_count < {{ var('identity_min_density') }} * sizes.node_count * (sizes.node_count - 1) / 2
                    then 'sparse'
            end as guard
        from sizes
        left join links on sizes.component = links.component
        left join support on sizes.component = support.component
        left join conflicts on sizes.component = conflicts.component
    ) as judged
    where guard is not null
{%- endmacro %}

{% macro guarded_settled() -%}
    select * from {{ scratch('open') }} where component not in (select component from {{ scratch('offenders') }})
{%- endmacro %}

{% macro guarded_open() -%}
    select members.node, members.raw_component, members.component, offenders.guard,
        case when offenders.guard = 'conflict' then members.tightened else offenders.tightened + 1 end as tightened
    from {{ scratch('open') }} as members
    inner join {{ scratch('offenders') }} as offenders on members.component = offenders.component
{%- endmacro %}

{#- The bar rises by two bits each time; at the ninth time nothing that was inferred passes. -#}
{% macro guarded_kept_links() -%}
    select links.*
    from {{ scratch('links') }} as links
    inner join {{ scratch('open') }} as members on links.node_a = members.node
    left join {{ scratch('sides') }} as a on links.node_a = a.node
    left join {{ scratch('sides') }} as b on links.node_b = b.node
    where case members.guard
        when 'conflict' then a.side = b.side
        when 'size' then links.edge_kind = 'asserted'
            or (members.tightened <= 8 and links.weight >= {{ guarded_bar() }})
        when 'sparse' then links.edge_kind <> 'scored'
            or (members.tightened <= 8 and links.weight >= {{ guarded_bar() }})
    end
{%- endmacro %}

{% macro guarded_bar() -%}
    log2({{ var('identity_link_probability') }} / (1 - {{ var('identity_link_probability') }})) + 2 * members.tightened
{%- endmacro %}

{% macro guarded_relabel() -%}
    select members.node, members.raw_component, coalesce(labels.component, members.node) as component,
        members.guard, members.tightened
    from {{ scratch('open') }} as members
    left join {{ scratch('labels') }} as labels on members.node = labels.node
{%- endmacro %}
