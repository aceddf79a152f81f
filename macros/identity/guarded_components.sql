{% materialization guarded_components, default %}
    {#- Builds (node, raw_component, component, guard) from a model that selects the edges of a graph; see _macros.yml. -#}
    {% set inputs = read_inputs() %}
    {% if is_unchanged(inputs) %}
        {{ return(left_as_it_is()) }}
    {% endif %}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks) }}
    {% do create_table_as_select(scratch('graph'), sql) %}
    {% do create_table_as_select(scratch('links'), guarded_links(scratch('graph'))) %}
    {% do create_table_as_select(scratch('edges'), components_start('select * from ' ~ scratch('links'))) %}
    {% do label_components(scratch('edges'), scratch('labels')) %}
    {% do create_table_as_select(scratch('open'), guarded_start(scratch('labels'))) %}
    {% do create_table_as_select(scratch('settled'), 'select * from ' ~ scratch('open') ~ ' where false') %}
    {% set rounds = namespace(offenders=1) %}
    {#- every round cuts at least one component in two, or raises its bar: it ends; 500 only stops a mistake -#}
    {% for round in range(500) if rounds.offenders > 0 %}
        {% do create_table_as_select(scratch('offenders'), guarded_offenders()) %}
        {% do run_query('insert into ' ~ scratch('settled') ~ ' ' ~ guarded_settled()) %}
        {% set rounds.offenders = count_rows('select * from ' ~ scratch('offenders')) %}
        {% if rounds.offenders > 0 %}
            {% do create_table_as_select(scratch('open'), guarded_open()) %}
            {% do label_sides() %}
            {% do create_table_as_select(scratch('links'), guarded_kept_links()) %}
            {% do create_table_as_select(scratch('edges'), components_start('select * from ' ~ scratch('links'))) %}
            {% do label_components(scratch('edges'), scratch('labels')) %}
            {% do create_table_as_select(scratch('open'), guarded_relabel()) %}
        {% endif %}
    {% endfor %}
    {% if rounds.offenders > 0 %}
        {{ exceptions.raise_compiler_error(this ~ ': the guards did not come to an end.') }}
    {% endif %}
    {% call statement('main') %}
        {{ replacing_table(target_relation, 'select node, raw_component, component, guard from ' ~ scratch('settled')) }}
    {% endcall %}
    {% do drop_tables(['graph', 'links', 'edges', 'labels', 'open', 'settled', 'offenders', 'sides']) %}
    {% do adapter.commit() %}
    {% do remember(inputs) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
