{% macro open_seconds_until(instant, slot) -%}
    {#- Open seconds of a schedule from the start of the calendar to an instant that lies in the joined hour slot. -#}
    ({{ slot }}.open_seconds_before + coalesce(
        greatest(0, least({{ slot }}.open_seconds, {{ epoch_seconds(instant) }} - {{ epoch_seconds(slot ~ '.open_from') }})), 0
    ))
{%- endmacro %}
