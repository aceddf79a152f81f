{#- Aggregate: texts in one, in an order. `value` may begin with distinct; the order is then that of the values. -#}
{% macro joined_text(value, separator, order_by) -%}
    {{ return(adapter.dispatch('joined_text')(value, separator, order_by)) }}
{%- endmacro %}

{% macro default__joined_text(value, separator, order_by) -%}
    listagg({{ value }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{% macro duckdb__joined_text(value, separator, order_by) -%}
    string_agg({{ value }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
