{#- The identity log by its name: the models that read how it was before this run cannot ref() what is written after them. -#}
{% macro identity_log() -%}
    {{ return(api.Relation.create(database=target.database or none, schema=generate_schema_name('marts', none), identifier='fct_identity_log')) }}
{%- endmacro %}

{% macro create_identity_log() %}
    {#- The log outlives every run; the first one finds it empty. dbt is told of it, or it would create it again. -#}
    {% if execute and not load_relation(identity_log()) %}
        {% do adapter.create_schema(identity_log()) %}
        {% call statement('create_identity_log') %}
            create table {{ identity_log() }} (
                log_id {{ dbt.type_string() }}, run_number integer, logged_at timestamp,
                entity {{ dbt.type_string() }}, event {{ dbt.type_string() }},
                record_key {{ dbt.type_string() }}, from_id {{ dbt.type_string() }}, to_id {{ dbt.type_string() }},
                founder_record_key {{ dbt.type_string() }}, founder_created_at timestamp
            )
        {% endcall %}
        {% do adapter.cache_added(identity_log().incorporate(type='table')) %}
    {% endif %}
{% endmacro %}
