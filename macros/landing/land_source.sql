{% macro land_source(source, files) %}
    {#- One raw table: find it, check it, and give it the columns it lacks. Returns its row of the inventory. -#}
    {% set name = source.source_name ~ '.' ~ source.name %}
    {% set required_table = source.config.meta.get('required', false) %}
    {% set raw = raw_location(source.source_name, [source.name] + source.config.meta.get('aliases', []), files) %}
    {% set location, place = (raw.sql, raw.place) if raw else ('', '') %}
    {% if not location and required_table %}
        {{ exceptions.raise_compiler_error(
            name ~ ' is a required table and was not found: ' ~ raw_place(source.source_name, source.name) ~ '.') }}
    {% endif %}
    {% set secrets = source.config.meta.get('secret_columns', []) %}
    {% set location = without_columns(location, secrets) if location and secrets else location %}
    {% set found = raw_columns(location) if location else {} %}
    {% do check_header(name, found, source.columns, place) if location %}
    {% set columns, absent_names = [], [] %}
    {% for column in source.columns.values() %}
        {% set spelled = raw_column(found, column.name, column.config.meta.get('aliases', [])) %}
        {% if location and not spelled and column.config.meta.get('required', false) %}
            {{ exceptions.raise_compiler_error(
                name ~ ' lacks the required column ' ~ column.name ~ ' (read from ' ~ place ~ ').') }}
        {% endif %}
        {% do absent_names.append(column.name) if not spelled %}
        {% do columns.append(found.get(spelled, 'cast(null as ' ~ dbt.type_string() ~ ')') ~ ' as ' ~ column.name) %}
    {% endfor %}
    {% do columns.extend(loader_columns(found)) %}
    {% do columns.append((row_as_json('raw') if location else 'cast(null as ' ~ dbt.type_string() ~ ')') ~ ' as _raw_record') %}
    {% do run_query('create schema if not exists ' ~ source.schema) %}
    {% do run_query('create or replace view ' ~ source.schema ~ '.' ~ adapter.quote(source.name) ~ ' as select '
        ~ columns | join(', ') ~ (' from ' ~ location ~ ' as raw' if location else ' where false')) %}
    {% do remember_landed(source.schema ~ '.' ~ adapter.quote(source.name), 'view', columns | join(', '), location) %}
    {% set rows = run_query('select count(*) from ' ~ location).columns[0].values()[0] if location else 0 %}
    {{ return("('%s', '%s', %s, %s, '%s', '%s', %s)" | format(source.source_name, source.name, required_table,
        location | length > 0, place | replace("'", "''"), absent_names | join(', ') if location else '', rows)) }}
{% endmacro %}
