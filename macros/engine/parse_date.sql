{% macro parse_date(column) -%}
    {{ return(adapter.dispatch('parse_date')(column)) }}
{%- endmacro %}

{#- The day as it is written: a time behind it says midnight somewhere, and an offset must not move a birthday.
    Or a day as seconds or milliseconds, which lie below zero before 1970. -#}
{% macro default__parse_date(column) -%}
    {%- set number = 'try_cast(cast(' ~ column ~ ' as string) as double)' -%}
    {#- Spark would take 2024 for a day -#}
    coalesce(
        case when cast({{ column }} as string) rlike '^\s*-?[0-9]+-[0-9]+-[0-9]+' then {{ written_date(column) }} end,
        cast(timestamp_micros(cast({{ epoch_of_day(number) }} as bigint)) as date)
    )
{%- endmacro %}

{% macro duckdb__parse_date(column) -%}
    {%- set number = 'try_cast(cast(' ~ column ~ ' as varchar) as double)' -%}
    coalesce({{ written_date(column) }}, cast(make_timestamp(cast(
        {{ epoch_of_day(number) }} as bigint)) as date))
{%- endmacro %}

{% macro written_date(column) -%}
    try_cast(left(trim(cast({{ column }} as {{ dbt.type_string() }})), 10) as date)
{%- endmacro %}

{% macro epoch_of_day(number) -%}
    case
            when abs({{ number }}) between 1e8 and 1e10 then {{ number }} * 1e6
            when abs({{ number }}) between 1e10 and 1e13 then {{ number }} * 1e3
        end
{%- endmacro %}
