{#- Gives every node of a disputed component the side that it is most strongly tied to, step by step. -#}
{% macro label_sides() %}
    {% do create_table_as_select(scratch('sides'), sides_start()) %}
    {% set rounds = namespace(before=-1, after=count_rows('select * from ' ~ scratch('sides'))) %}
    {% for round in range(1000) if rounds.after > rounds.before %}
        {% do create_table_as_select(scratch('sides'), sides_grow()) %}
        {% set rounds.before = rounds.after %}
        {% set rounds.after = count_rows('select * from ' ~ scratch('sides')) %}
    {% endfor %}
{% endmacro %}

{% macro sides_start() -%}
    select members.node, min(graph.node_b) as side
    from {{ scratch('open') }} as members
    inner join {{ scratch('offenders') }} as offenders on members.component = offenders.component
    inner join {{ scratch('graph') }} as graph
        on members.node = graph.node_a and graph.edge_kind = 'apart' and offenders.namespace = graph.namespace
    where offenders.guard = 'conflict'
    group by 1
{%- endmacro %}

{#- By the surest kind of links first (asserted, carried, exact, scored); tied to two sides alike a node is a side of its own. -#}
{% macro sides_grow() -%}
    with ties as (
        select links.node, sides.side, links.edge_kind, links.weight,
            min(links.edge_kind) over (partition by members.component) as surest_kind
        from (
            select node_a as node, node_b as neighbour, edge_kind, weight from {{ scratch('links') }}
            union all
            select node_b as node, node_a as neighbour, edge_kind, weight from {{ scratch('links') }}
        ) as links
        inner join {{ scratch('sides') }} as sides on links.neighbour = sides.node
        inner join {{ scratch('open') }} as members on links.node = members.node
        where links.node not in (select node from {{ scratch('sides') }})
    ),
    weighed as (
        select node, side, round(sum(weight), 1) as weight from ties
        where edge_kind = surest_kind
        group by 1, 2
    ),
    strongest as (select node, max(weight) as weight from weighed group by 1)
    select node, side from {{ scratch('sides') }}
    union all
    select weighed.node, case when count(*) = 1 then min(weighed.side) else 'alone:' || weighed.node end as side
    from weighed inner join strongest on weighed.node = strongest.node and weighed.weight = strongest.weight
    group by weighed.node
{%- endmacro %}
