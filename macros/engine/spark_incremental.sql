{#- Incremental tables on Spark without a lake format: rows are added, or the table is written anew without those that are replaced. -#}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {{ return(raw_strategy) }}
{% endmacro %}

{% macro dbt_spark_get_incremental_sql(strategy, source, target, existing, unique_key, incremental_predicates) %}
    {% set columns = adapter.get_columns_in_relation(target) | map(attribute='quoted') | join(', ') %}
    {% if strategy == 'append' %}
        insert into table {{ target }} select {{ columns }} from {{ source }}
    {% else %}
        {% do create_table_as_select(target, 'select ' ~ columns ~ ' from ' ~ target ~ ' as kept where not exists (select 1 from ' ~ source
            ~ ' as fresh where fresh.' ~ unique_key ~ ' = kept.' ~ unique_key ~ ') union all select ' ~ columns ~ ' from ' ~ source) %}
        select 1
    {% endif %}
{% endmacro %}
