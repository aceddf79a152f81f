{% macro slot_of(slot, schedule_id, instant) -%}
    {#- Join condition: the row of int_business_calendar that an instant of a schedule falls into. -#}
    {{ schedule_id }} = {{ slot }}.schedule_id
        and date_trunc('hour', {{ instant }}) = {{ slot }}.slot_started_at
{%- endmacro %}
