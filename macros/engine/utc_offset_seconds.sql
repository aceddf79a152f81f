{% macro utc_offset_seconds(instant, time_zone) -%}
    {#- By how much the clocks of a zone are ahead of UTC at an instant, daylight saving included. -#}
    cast(round({{ epoch_seconds(to_local(instant, time_zone)) }} - {{ epoch_seconds(instant) }}) as bigint)
{%- endmacro %}
