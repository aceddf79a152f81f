{% macro duration_seconds(column) -%}
    {#- A duration that is written as an instant since 1970-01-01 00:00:00, or in seconds. -#}
    coalesce(
        try_cast(cast({{ column }} as {{ dbt.type_string() }}) as double),
        {{ epoch_seconds('try_cast(' ~ column ~ ' as timestamp)') }}
    )
{%- endmacro %}
