{% macro raw_columns(location) %}
    {#- The columns of a raw table or file: lower-case name -> SQL that gives it as text or as a timestamp. -#}
    {% set columns = {} %}
    {#- DuckDB says column_name and column_type, Spark col_name and data_type -#}
    {% for row in run_query('describe select * from ' ~ location).rows %}
        {% do columns.update({row[0] | lower: landed_value(adapter.quote(row[0]), row[1])}) %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}

{% macro raw_column(columns, name, aliases) %}
    {#- How a raw table spells a column: created_date, CREATED_DATE, CreatedDate, or one of its other names; '' for none. -#}
    {% for wanted in [name] + aliases %}
        {% if wanted | lower in columns %}
            {{ return(wanted | lower) }}
        {% endif %}
        {% for found in columns if found | replace('_', '') == wanted | lower | replace('_', '') %}
            {{ return(found) }}
        {% endfor %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}

{% macro without_columns(location, names) %}
    {#- A raw table without the columns that nobody may read, not even in the quarantine (passwords, tokens). -#}
    {% set present = raw_columns(location).keys() | select('in', names) | list %}
    {{ return('(select ' ~ all_but(present | join(', ')) ~ ' from ' ~ location ~ ')' if present else location) }}
{% endmacro %}
