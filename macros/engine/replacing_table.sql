{#- The statement that puts a query in the place of a table. Parquet tables of Spark cannot be replaced: the old one is dropped first. -#}
{% macro replacing_table(table, query) %}
    {{ return(adapter.dispatch('replacing_table')(table, query)) }}
{% endmacro %}

{% macro default__replacing_table(table, query) %}
    {{ return('create or replace table ' ~ table ~ ' as ' ~ query) }}
{% endmacro %}

{% macro spark__replacing_table(table, query) %}
    {% do run_query('drop table if exists ' ~ table) %}
    {{ return('create table ' ~ table ~ ' using parquet as ' ~ query) }}
{% endmacro %}
