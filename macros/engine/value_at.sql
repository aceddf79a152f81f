{#- Aggregate: a value that is known, of the row where an order is least or most. -#}
{% macro value_at_least(value, order) -%}
    {{ return(adapter.dispatch('value_at_least')(value, order)) }}
{%- endmacro %}

{% macro default__value_at_least(value, order) -%}
    min_by({{ value }}, case when {{ value }} is not null then {{ order }} end)
{%- endmacro %}

{% macro duckdb__value_at_least(value, order) -%}
    arg_min({{ value }}, {{ order }})
{%- endmacro %}

{% macro value_at_most(value, order) -%}
    {{ return(adapter.dispatch('value_at_most')(value, order)) }}
{%- endmacro %}

{% macro default__value_at_most(value, order) -%}
    max_by({{ value }}, case when {{ value }} is not null then {{ order }} end)
{%- endmacro %}

{% macro duckdb__value_at_most(value, order) -%}
    arg_max({{ value }}, {{ order }})
{%- endmacro %}
