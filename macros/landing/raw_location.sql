{% macro raw_files() %}
    {#- Every file of the raw data, and with a slash behind it every folder that stands among them, listed once a run. -#}
    {{ return(adapter.dispatch('raw_files')()) }}
{% endmacro %}

{% macro duckdb__raw_files() %}
    {% set path = var('raw_path') | replace("'", "''") %}
    {{ return(run_query("select file from glob('" ~ path ~ "/*/*') union select parse_dirpath(file) || '/' from glob('" ~ path
        ~ "/*/*/*') order by 1").columns[0].values() | list) }}
{% endmacro %}

{% macro raw_location(vendor, names, files) %}
    {#- Where the raw table is, under any of its names in any case, and how to read it: a table that a loader filled or a file; none without either. -#}
    {% if var(vendor ~ '_schema', none) %}
        {% set relation = raw_table(vendor, names) %}
        {{ return({'place': relation, 'sql': relation} if relation else none) }}
    {% endif %}
    {% set wanted, found = [], [] %}
    {% for name in names %}
        {% do wanted.extend([vendor ~ '/' ~ name ~ '.parquet', vendor ~ '/' ~ name ~ '.csv']) %}
    {% endfor %}
    {% for file in files if (file | lower).rstrip('/').split('/')[-2:] | join('/') in wanted %}
        {% do found.append(file) %}
    {% endfor %}
    {{ return({'place': found[0], 'sql': file_reader(vendor ~ '.' ~ names[0], found)} if found else none) }}
{% endmacro %}

{% macro file_reader(table, found) %}
    {#- How to read the file of a raw table. All of it is read once here: later, nobody would know in which file the damage is. -#}
    {% set file = found[0] %}
    {% if found | length > 1 %}
        {% do refuse_file(table, file, found[1] ~ ' is there as well; leave one of them') %}
    {% elif file.endswith('/') %}
        {% do refuse_file(table, file, 'it is a folder; a raw table is one file') %}
    {% elif (file | lower).endswith('.csv') %}
        {{ return(csv_reader(table, file)) }}
    {% endif %}
    {{ return(parquet_reader(table, file)) }}
{% endmacro %}

{% macro parquet_reader(table, file) %}
    {{ return(adapter.dispatch('parquet_reader')(table, file)) }}
{% endmacro %}

{% macro duckdb__parquet_reader(table, file) %}
    {% set path = file | replace("'", "''") %}
    {#- DuckDB does not always say which file is damaged. location_exists runs select 1 from '<path>', and says false where that fails:
        behind the path goes what reads all columns -#}
    {% if not adapter.location_exists(path ~ "' as raw having bit_xor(hash(raw)) is null --") %}
        {% do refuse_file(table, file, 'it is no Parquet file, or it is damaged') %}
    {% endif %}
    {{ return("read_parquet('" ~ path ~ "')") }}
{% endmacro %}

{% macro raw_table(vendor, names) %}
    {#- Not adapter.get_relation: it opens a transaction, and what the hook makes would be rolled back with it. -#}
    {% set database = var(vendor ~ '_database', target.database) %}
    {% set schema = var(vendor ~ '_schema') %}
    {% set tables = run_query(tables_of(database, schema)).rows %}
    {% for name in names %}
        {% for table in tables if table[1] | lower == name %}
            {{ return(api.Relation.create(database=database, schema=table[0], identifier=table[1]) | string) }}
        {% endfor %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}

{% macro tables_of(database, schema) %}
    {#- A query of schema and name of the tables of a schema. -#}
    {{ return(adapter.dispatch('tables_of')(database, schema)) }}
{% endmacro %}

{% macro default__tables_of(database, schema) %}
    {{ return("select table_schema, table_name from information_schema.tables where lower(table_catalog) = lower('" ~ database
        ~ "') and lower(table_schema) = lower('" ~ schema ~ "') order by 2") }}
{% endmacro %}

{% macro spark__tables_of(database, schema) %}
    {{ return('show tables in ' ~ schema) }}
{% endmacro %}

{% macro raw_place(vendor, table) %}
    {#- Where a missing raw table was looked for, in words. -#}
    {% set schema = var(vendor ~ '_schema', none) %}
    {% set path = var('raw_path') ~ '/' ~ vendor ~ '/' ~ table %}
    {{ return('there is no table ' ~ table ~ ' in the schema ' ~ schema if schema
        else 'neither ' ~ path ~ '.parquet nor ' ~ path ~ '.csv exists') }}
{% endmacro %}
