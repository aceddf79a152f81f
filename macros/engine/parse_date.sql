{% macro parse_date(column) -%}
    {{ return(adapter.dispatch('parse_date')(column)) }}
{%- endmacro %}

{#- The day as it is written: a time behind it says midnight somewhere, and an offset must not move a birthday. -#}
{% macro default__parse_date(column) -%}
    try_cast(left(trim(cast({{ column }} as {{ dbt.type_string() }})), 10) as date)
{%- endmacro %}

{#- Or a day as seconds or milliseconds, which lie below zero before 1970. -#}
{% macro duckdb__parse_date(column) -%}
    {%- set number = 'try_cast(cast(' ~ column ~ ' as varchar) as double)' -%}
    coalesce({{ default__parse_date(column) }}, cast(make_timestamp(cast(
        case
            when abs({{ number }}) between 1e8 and 1e10 then {{ number }} * 1e6
            when abs({{ number }}) between 1e10 and 1e13 then {{ number }} * 1e3
        end as bigint
    )) as date))
{%- endmacro %}
