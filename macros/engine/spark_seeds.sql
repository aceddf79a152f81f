{#- Seeds on Spark: read from their file, as DuckDB reads them. The adapter's own inserts break at an apostrophe, and take hours for long ones. -#}
{% macro spark__create_csv_table(model, agate_table) %}
    {% set types, columns = model.config.get('column_types', {}), [] %}
    {% set names = agate_table.column_names %}
    {% set path = model.original_file_path if model.package_name == project_name else none %}
    {% do run_query("create or replace temporary view seed_file using csv options (path '" ~ path ~ "', header 'true', inferSchema 'false',"
        ~ " multiLine 'true', quote '\"', escape '\"', mode 'FAILFAST')") %}
    {% for name in names %}
        {% do columns.append("cast(nullif(" ~ adapter.quote(name) ~ ", '') as " ~ types.get(name, adapter.convert_type(agate_table, loop.index0)) ~ ') as ' ~ name) %}
    {% endfor %}
    {% set sql = replacing_table(this, 'select ' ~ columns | join(', ') ~ ' from seed_file') %}
    {% call statement('_') %}{{ sql }}{% endcall %}
    {% do run_query('drop view if exists seed_file') %}
    {{ return(sql) }}
{% endmacro %}

{% macro spark__load_csv_rows(model, agate_table) %}
    {{ return('') }}
{% endmacro %}
