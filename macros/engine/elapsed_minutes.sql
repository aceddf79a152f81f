{% macro elapsed_minutes(started_at, ended_at) -%}
    {#- Seconds / 60: dbt.datediff('minute') would count the minute marks crossed. -#}
    ({{ dbt.datediff(started_at, ended_at, 'second') }}) / 60.0
{%- endmacro %}
