{% macro to_utc(local_timestamp, time_zone) -%}
    {{ return(adapter.dispatch('to_utc')(local_timestamp, time_zone)) }}
{%- endmacro %}

{% macro default__to_utc(local_timestamp, time_zone) -%}
    to_utc_timestamp({{ local_timestamp }}, {{ time_zone }})
{%- endmacro %}

{% macro duckdb__to_utc(local_timestamp, time_zone) -%}
    timezone('UTC', timezone({{ time_zone }}, {{ local_timestamp }}))
{%- endmacro %}
