{#- Aggregate: the median, the 75th and the 90th percentile of a number, interpolated, as a list of three. -#}
{% macro quantile_list(value) -%}
    {{ return(adapter.dispatch('quantile_list')(value)) }}
{%- endmacro %}

{% macro default__quantile_list(value) -%}
    percentile({{ value }}, array(0.5, 0.75, 0.9))
{%- endmacro %}

{% macro duckdb__quantile_list(value) -%}
    quantile_cont({{ value }}, [0.5, 0.75, 0.9])
{%- endmacro %}
