{% macro row_as_json(relation) -%}
    {{ return(adapter.dispatch('row_as_json')(relation)) }}
{%- endmacro %}

{% macro default__row_as_json(relation) -%}
    to_json(struct({{ relation }}.*), map('ignoreNullFields', 'false'))
{%- endmacro %}

{% macro duckdb__row_as_json(relation) -%}
    cast(to_json({{ relation }}) as {{ dbt.type_string() }})
{%- endmacro %}
