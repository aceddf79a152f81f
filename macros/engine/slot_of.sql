{% macro slot_of(slot, schedule_id, instant) -%}
    {#- Join condition: the row of int_business_calendar that an instant of a schedule falls into. An hour has two rows where it is cut. -#}
    {{ schedule_id }} = {{ slot }}.schedule_id
        and date_trunc('hour', {{ instant }}) = {{ slot }}.slot_started_at
        and {{ instant }} >= coalesce({{ slot }}.cut_from, {{ slot }}.slot_started_at)
        and {{ instant }} < coalesce({{ slot }}.cut_until, {{ slot }}.slot_started_at + interval 1 hour)
{%- endmacro %}
