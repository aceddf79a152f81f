{% macro record_columns() %}
    {#- Writes governance.dim_models and governance.dim_columns: what dbt declares beside what the warehouse holds. -#}
    {{ return(adapter.dispatch('record_columns')()) }}
{% endmacro %}

{#- Spark has no information_schema: what is declared stands in the docs alone. -#}
{% macro spark__record_columns() %}
{% endmacro %}

{% macro default__record_columns() %}
    {% if execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot') %}
        {% set models = [] %}
        {% for node in graph.nodes.values() if node.resource_type in ('model', 'seed', 'snapshot') %}
            {% do models.append(declared_model(node)) %}
        {% endfor %}
        {% do run_query('create schema if not exists governance') %}
        {% do run_query(
            "create or replace table governance.dim_models as select schema_name || '.' || relation_name as relation_id, declared.* from (values "
            ~ models | join(', ') ~ ') as declared (schema_name, relation_name, owner, description_length, has_upstream, has_contract, columns)') %}
        {% do run_query('create or replace table governance.dim_columns as ' ~ columns_of_models()) %}
        {% do run_query('alter table governance.dim_models drop column columns') %}
    {% endif %}
{% endmacro %}
