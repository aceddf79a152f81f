{% macro all_but(column) -%}
    {{ return(adapter.dispatch('all_but')(column)) }}
{%- endmacro %}

{% macro default__all_but(column) -%}
    * except ({{ column }})
{%- endmacro %}

{% macro duckdb__all_but(column) -%}
    * exclude ({{ column }})
{%- endmacro %}
