{% macro hash_number(column) -%}
    {{ return(adapter.dispatch('hash_number')(column)) }}
{%- endmacro %}

{% macro default__hash_number(column) -%}
    xxhash64({{ column }})
{%- endmacro %}

{% macro duckdb__hash_number(column) -%}
    cast(hash({{ column }}) >> 1 as bigint)
{%- endmacro %}
