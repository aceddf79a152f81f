{% materialization connected_components, default %}
    {#-
        Builds (node, component) from a model that selects undirected edges (node_a, node_b).
        Each round points every node at its least neighbour and rewrites the edges; it ends when no edge is left,
        and fails instead of stopping short. Node ids should be hashes: sorted ids make a long chain slow.
    -#}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks) }}
    {% do create_table_as_select(scratch('edges'), components_start(sql)) %}
    {% do create_table_as_select(scratch('labels'), components_nodes(scratch('edges'))) %}
    {% set rounds = namespace(done=false) %}
    {% for round in range(40) if not rounds.done %}
        {% do create_table_as_select(scratch('parents'), components_parents(scratch('edges'))) %}
        {% do create_table_as_select(scratch('labels'), components_relabel(scratch('labels'), scratch('parents'))) %}
        {% do create_table_as_select(scratch('edges'), components_contract(scratch('edges'), scratch('parents'))) %}
        {% set left = run_query('select count(*) from ' ~ scratch('edges')).columns[0].values()[0] %}
        {% set rounds.done = left == 0 %}
    {% endfor %}
    {% if not rounds.done %}
        {{ exceptions.raise_compiler_error(this ~ ': edges are left after 40 rounds of contraction.') }}
    {% endif %}
    {% call statement('main') %}
        create or replace table {{ target_relation }} as select node, component from {{ scratch('labels') }}
    {% endcall %}
    {% do run_query('drop table if exists ' ~ scratch('edges')) %}
    {% do run_query('drop table if exists ' ~ scratch('labels')) %}
    {% do run_query('drop table if exists ' ~ scratch('parents')) %}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
