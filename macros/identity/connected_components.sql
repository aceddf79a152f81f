{% materialization connected_components, default %}
    {#- Builds (node, component) from a model that selects undirected edges (node_a, node_b); see _macros.yml. -#}
    {% set inputs = read_inputs() %}
    {% if is_unchanged(inputs) %}
        {{ return(left_as_it_is()) }}
    {% endif %}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks) }}
    {% do create_table_as_select(scratch('edges'), components_start(sql)) %}
    {% do label_components(scratch('edges'), scratch('labels')) %}
    {% call statement('main') %}
        {{ replacing_table(target_relation, 'select node, component from ' ~ scratch('labels')) }}
    {% endcall %}
    {% do drop_tables(['edges', 'labels']) %}
    {% do adapter.commit() %}
    {% do remember(inputs) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
