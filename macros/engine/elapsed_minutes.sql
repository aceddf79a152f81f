{% macro elapsed_minutes(started_at, ended_at) -%}
    {#- Elapsed time, fractions included; dbt.datediff would count the minute or second marks crossed. -#}
    ({{ epoch_seconds(ended_at) }} - {{ epoch_seconds(started_at) }}) / 60.0
{%- endmacro %}
