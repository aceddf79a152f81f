{% macro raw_columns(location) %}
    {#- The column names of a raw table or file, lower case. -#}
    {% set described = run_query('describe select * from ' ~ location) %}
    {{ return(described.columns['column_name'].values() | map('lower') | list) }}
{% endmacro %}
