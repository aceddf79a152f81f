{#- The statement that deletes rows. On Spark a Parquet table is written anew without them. -#}
{% macro deleting(table, condition) %}
    {{ return(adapter.dispatch('deleting')(table, condition)) }}
{% endmacro %}

{% macro default__deleting(table, condition) %}
    {{ return('delete from ' ~ table ~ '\n    where ' ~ condition) }}
{% endmacro %}

{% macro spark__deleting(table, condition) %}
    {% if execute %}
        {% do create_table_as_select(table, 'select * from ' ~ table ~ ' where not coalesce(' ~ condition ~ ', false)') %}
    {% endif %}
    {{ return('') }}
{% endmacro %}
