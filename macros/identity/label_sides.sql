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

{#- A node tied to two sides alike belongs to neither: it is a side of its own. -#}
{% macro sides_grow() -%}
    with ties as (
        select links.node, sides.side, round(sum(links.weight), 1) as weight
        from (
            select node_a as node, node_b as neighbour, weight from {{ scratch('links') }}
            union all
            select node_b as node, node_a as neighbour, weight from {{ scratch('links') }}
        ) as links
        inner join {{ scratch('sides') }} as sides on links.neighbour = sides.node
        where links.node not in (select node from {{ scratch('sides') }})
        group by 1, 2
    ),
    strongest as (select node, max(weight) as weight from ties group by 1)
    select node, side from {{ scratch('sides') }}
    union all
    select ties.node, case when count(*) = 1 then min(ties.side) else 'alone:' || ties.node end as side
    from ties inner join strongest on ties.node = strongest.node and ties.weight = strongest.weight
    group by ties.node
{%- endmacro %}
