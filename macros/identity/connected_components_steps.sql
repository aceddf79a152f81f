{% macro scratch(name) -%}
    {{ this.schema }}.{{ this.identifier }}__{{ name }}
{%- endmacro %}

{% macro create_table_as_select(table, query) %}
    {#- Through a second name, because the query may read the table that it replaces. -#}
    {% do run_query(replacing_table(table ~ '_next', query)) %}
    {% do run_query('drop table if exists ' ~ table) %}
    {% do run_query('alter table ' ~ table ~ '_next rename to ' ~ (table ~ '').split('.')[-1]) %}
{% endmacro %}

{% macro drop_tables(names) %}
    {% for name in names %}{% do run_query('drop table if exists ' ~ scratch(name)) %}{% endfor %}
{% endmacro %}

{% macro count_rows(query) %}
    {{ return(run_query('select count(*) from (' ~ query ~ ') as counted').columns[0].values()[0]) }}
{% endmacro %}

{% macro label_components(edges, labels) %}
    {#- Consumes the edges, writes (node, component). Fails instead of stopping short. -#}
    {% do create_table_as_select(labels, components_nodes(edges)) %}
    {% set rounds = namespace(left=count_rows('select * from ' ~ edges)) %}
    {% for round in range(40) if rounds.left > 0 %}
        {% do create_table_as_select(scratch('parents'), components_parents(edges)) %}
        {% do create_table_as_select(labels, components_relabel(labels, scratch('parents'))) %}
        {% do create_table_as_select(edges, components_contract(edges, scratch('parents'))) %}
        {% set rounds.left = count_rows('select * from ' ~ edges) %}
    {% endfor %}
    {% if rounds.left > 0 %}
        {{ exceptions.raise_compiler_error(this ~ ': edges are left after 40 rounds of contraction.') }}
    {% endif %}
    {% do drop_tables(['parents']) %}
{% endmacro %}

{% macro components_start(query) -%}
    select distinct least(node_a, node_b) as node_a, greatest(node_a, node_b) as node_b
    from ({{ query }}) as edges
    where node_a <> node_b
{%- endmacro %}

{% macro components_nodes(edges) -%}
    select node_a as node, node_a as component from {{ edges }}
    union
    select node_b as node, node_b as component from {{ edges }}
{%- endmacro %}

{% macro components_parents(edges) -%}
    select node, least(node, min(neighbour)) as parent
    from (
        select node_a as node, node_b as neighbour from {{ edges }}
        union all
        select node_b as node, node_a as neighbour from {{ edges }}
    ) as neighbours
    group by node
{%- endmacro %}

{% macro components_relabel(labels, parents) -%}
    select labels.node, coalesce(parents.parent, labels.component) as component
    from {{ labels }} as labels
    left join {{ parents }} as parents on labels.component = parents.node
{%- endmacro %}

{% macro components_contract(edges, parents) -%}
    select distinct least(a.parent, b.parent) as node_a, greatest(a.parent, b.parent) as node_b
    from {{ edges }} as edges
    inner join {{ parents }} as a on edges.node_a = a.node
    inner join {{ parents }} as b on edges.node_b = b.node
    where a.parent <> b.parent
{%- endmacro %}
