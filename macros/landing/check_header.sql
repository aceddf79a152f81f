{% macro check_header(table, found, columns, place) %}
    {#- A raw table of which no column is known is another table, or is not split where we split it: its rows would come in empty. -#}
    {% for column in columns.values() if raw_column(found, column.name, column.config.meta.get('aliases', [])) %}
        {{ return('') }}
    {% endfor %}
    {% do refuse_file(table, place, 'it has none of the columns of this table; its header, split at commas, begins with '
        ~ (found.keys() | list | string)[:60]) %}
{% endmacro %}
