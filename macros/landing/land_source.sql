{% macro land_source(source) %}
    {#- One raw table: find it, check it, and give it the columns it lacks. Returns its row of the inventory. -#}
    {% set name = source.source_name ~ '.' ~ source.name %}
    {% set required_table = source.config.meta.get('required', false) %}
    {% set location = raw_location(source.source_name, source.name) %}
    {% if not location and required_table %}
        {{ exceptions.raise_compiler_error(
            name ~ ' is a required table and was not found: ' ~ raw_place(source.source_name, source.name) ~ '.') }}
    {% endif %}
    {% set found = raw_columns(location) if location else [] %}
    {% set absent, absent_names = [], [] %}
    {% for column in source.columns.values() if column.name | lower not in found %}
        {% if location and column.config.meta.get('required', false) %}
            {{ exceptions.raise_compiler_error(
                name ~ ' lacks the required column ' ~ column.name ~ ' (read from ' ~ location ~ ').') }}
        {% endif %}
        {% do absent.append('cast(null as ' ~ dbt.type_string() ~ ') as ' ~ column.name) %}
        {% do absent_names.append(column.name) %}
    {% endfor %}
    {% set columns = (['*'] if location else []) + absent %}
    {% do run_query('create schema if not exists ' ~ source.schema) %}
    {% do run_query('create or replace view ' ~ source.schema ~ '.' ~ adapter.quote(source.name) ~ ' as select '
        ~ columns | join(', ') ~ (' from ' ~ location if location else ' where false')) %}
    {% set rows = run_query('select count(*) from ' ~ location).columns[0].values()[0] if location else 0 %}
    {{ return("('%s', '%s', %s, %s, '%s', '%s', %s)" | format(source.source_name, source.name, required_table,
        location | length > 0, location | replace("'", "''"), absent_names | join(', ') if location else '', rows)) }}
{% endmacro %}
