{#- The raw files on Spark. It lists them by a data source that gives a row a file, and reads a CSV file as a table. -#}
{% macro spark__raw_files() %}
    {% set files = [] %}
    {% for row in run_query('select path from binaryFile.`' ~ var('raw_path') ~ '/*/*` order by path').rows %}
        {#- file:/data/raw/zendesk/ticket.csv; an object store keeps its scheme -#}
        {% do files.append(row[0] | replace('file:', '')) %}
    {% endfor %}
    {{ return(files) }}
{% endmacro %}

{% macro spark__parquet_reader(table, file) %}
    {{ return('parquet.`' ~ file ~ '`') }}
{% endmacro %}

{#- A record that does not fit the header stops the run where it is read: FAILFAST. An empty field is null, in quotes or not, as on DuckDB. -#}
{% macro spark__csv_reader(table, file) %}
    {% set name = 'raw_files.' ~ table | replace('.', '__') %}
    {% do run_query('create schema if not exists raw_files') %}
    {% do run_query('drop table if exists ' ~ name) %}
    {% do run_query('create table ' ~ name ~ " using csv options (path '" ~ file | replace("'", "''") ~ "', header 'true', inferSchema 'false',"
        ~ " multiLine 'true', quote '\"', escape '\"', mode 'FAILFAST')") %}
    {% set columns = [] %}
    {% for row in run_query('describe select * from ' ~ name).rows %}
        {% do columns.append('nullif(' ~ adapter.quote(row[0]) ~ ", '') as " ~ adapter.quote(row[0])) %}
    {% endfor %}
    {{ return('(select ' ~ columns | join(', ') ~ ' from ' ~ name ~ ')') }}
{% endmacro %}
