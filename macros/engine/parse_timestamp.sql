{% macro parse_timestamp(column) -%}
    {{ return(adapter.dispatch('parse_timestamp')(column)) }}
{%- endmacro %}

{#- Spark would take 2024 or 10:30 for an instant. -#}
{% macro default__parse_timestamp(column) -%}
    {%- set number = 'try_cast(cast(' ~ column ~ ' as string) as double)' -%}
    coalesce(
        case when cast({{ column }} as string) rlike '^\s*-?[0-9]+-[0-9]+-[0-9]+' then try_cast({{ close_offset(column) }} as timestamp) end,
        timestamp_micros(cast(
        case
            when {{ number }} between 1e8 and 1e11 then {{ number }} * 1e6
            when {{ number }} between 1e11 and 1e14 then {{ number }} * 1e3
            when {{ number }} between 1e14 and 1e17 then {{ number }}
        end as bigint
    )))
{%- endmacro %}

{#- ISO text with or without an offset, or seconds, milliseconds, microseconds since 1970. -#}
{% macro duckdb__parse_timestamp(column) -%}
    {%- set number = 'try_cast(cast(' ~ column ~ ' as varchar) as double)' -%}
    {#- DuckDB knows the type when it plans: of a column that is a timestamp nothing of this is left. The cast to a timestamp without
        zone ignores an offset -#}
    case when typeof({{ column }}) = 'TIMESTAMP' then try_cast({{ column }} as timestamp) else coalesce(
        case when regexp_matches({{ close_offset(column) }}, ':[0-9.]+[+-][0-9]{2}(:?[0-9]{2})?$')
            then timezone('UTC', try_cast({{ close_offset(column) }} as timestamptz)) end,
        try_cast({{ column }} as timestamp), make_timestamp(cast(
        case
            when {{ number }} between 1e8 and 1e11 then {{ number }} * 1e6
            when {{ number }} between 1e11 and 1e14 then {{ number }} * 1e3
            when {{ number }} between 1e14 and 1e17 then {{ number }}
        end as bigint
    ))) end
{%- endmacro %}

{% macro close_offset(column) -%}
    {#- Written as "10:00:00 -05:30", an offset would not be read as one. -#}
    replace(replace(cast({{ column }} as {{ dbt.type_string() }}), ' +', '+'), ' -', '-')
{%- endmacro %}

{#- Written with the day first and an offset: 31-12-2025 10:00:00 +0100. -#}
{% macro parse_day_first_timestamp(column) -%}
    {{ return(adapter.dispatch('parse_day_first_timestamp')(column)) }}
{%- endmacro %}

{% macro default__parse_day_first_timestamp(column) -%}
    try_to_timestamp({{ column }}, 'dd-MM-yyyy HH:mm:ss xx')
{%- endmacro %}

{% macro duckdb__parse_day_first_timestamp(column) -%}
    timezone('UTC', try_strptime({{ column }}, '%d-%m-%Y %H:%M:%S %z'))
{%- endmacro %}
