{#- dbt's own materializations, on DuckDB, of nodes that are not as they were. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {% set inputs = read_inputs() %}
    {% if is_unchanged(inputs) %}
        {{ return(left_as_it_is()) }}
    {% endif %}
    {% if model.language == 'python' %}
        {#- dbt runs Python for a materialization alone, not for one that another calls -#}
        {% set existing, target_relation = load_cached_relation(this), this.incorporate(type='table') %}
        {% set incoming = make_intermediate_relation(target_relation) %}
        {% set outgoing = make_backup_relation(target_relation, existing.type if existing else 'table') %}
        {% do drop_relation_if_exists(load_cached_relation(incoming)) %}
        {% do drop_relation_if_exists(load_cached_relation(outgoing)) %}
        {{ run_hooks(pre_hooks) }}
        {% call statement('main', language='python') %}
            {{ create_table_as(False, incoming, compiled_code, 'python') }}
        {% endcall %}
        {% do adapter.rename_relation(existing, outgoing) if existing %}
        {% do adapter.rename_relation(incoming, target_relation) %}
        {{ run_hooks(post_hooks) }}
        {% do adapter.commit() %}
        {% do drop_relation_if_exists(outgoing) %}
        {% set built = {'relations': [target_relation]} %}
    {% else %}
        {% set built = dbt.materialization_table_duckdb() %}
    {% endif %}
    {% do remember(inputs) %}
    {{ return(built) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {% set inputs = read_inputs() %}
    {% if is_unchanged(inputs) %}
        {{ return(left_as_it_is()) }}
    {% endif %}
    {% set built = dbt.materialization_view_default() %}
    {% do remember(inputs) %}
    {{ return(built) }}
{% endmaterialization %}

{% materialization incremental, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {% set inputs = read_inputs() %}
    {% if is_unchanged(inputs) %}
        {{ return(left_as_it_is()) }}
    {% endif %}
    {% do forget_inputs() %}
    {% set built = dbt.materialization_incremental_duckdb() %}
    {% do remember(inputs) %}
    {{ return(built) }}
{% endmaterialization %}

{% materialization seed, adapter='duckdb' %}
    {% set inputs = read_inputs() %}
    {% if is_unchanged(inputs) %}
        {% do store_result('agate_table', response='UNCHANGED', agate_table=load_agate_table()) %}
        {{ return(left_as_it_is()) }}
    {% endif %}
    {% do forget_inputs() %}
    {% set built = dbt.materialization_seed_default() %}
    {% do remember(inputs) %}
    {{ return(built) }}
{% endmaterialization %}
