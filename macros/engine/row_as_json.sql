{% macro row_as_json(relation) -%}
    {{ return(adapter.dispatch('row_as_json')(relation)) }}
{%- endmacro %}

{% macro default__row_as_json(relation) -%}
    {#- Spark would cut an instant of a Parquet file to thousandths: two rows that differ would look alike. -#}
    {%- set instant = 'yyyy-MM-dd HH:mm:ss.SSSSSS' -%}
    to_json(struct({{ relation }}.*), map('ignoreNullFields', 'false', 'timestampFormat', '{{ instant }}', 'timestampNTZFormat', '{{ instant }}'))
{%- endmacro %}

{% macro duckdb__row_as_json(relation) -%}
    cast(to_json({{ relation }}) as {{ dbt.type_string() }})
{%- endmacro %}
