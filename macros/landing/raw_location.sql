{% macro raw_files() %}
    {#- Every file of the raw data, listed once a run. -#}
    {{ return(run_query("select file from glob('" ~ var('raw_path') ~ "/*/*') order by file").columns[0].values() | list) }}
{% endmacro %}

{% macro raw_location(vendor, names, files) %}
    {#- Where the raw table is, under any of its names in any case: a table that a loader filled, or a file; '' for none. -#}
    {% if var(vendor ~ '_schema', none) %}
        {{ return(raw_table(vendor, names)) }}
    {% endif %}
    {% for ending in ('.parquet', '.csv') %}
        {% for name in names %}
            {% for file in files if (file | lower).endswith('/' ~ vendor ~ '/' ~ name ~ ending) %}
                {{ return("read_parquet('" ~ file ~ "')" if ending == '.parquet' else
                    "read_csv('" ~ file ~ "', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')") }}
            {% endfor %}
        {% endfor %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}

{% macro raw_table(vendor, names) %}
    {#- Not adapter.get_relation: it opens a transaction, and what the hook makes would be rolled back with it. -#}
    {% set database = var(vendor ~ '_database', target.database) %}
    {% set schema = var(vendor ~ '_schema') %}
    {% set tables = run_query(
        "select table_schema, table_name from information_schema.tables where lower(table_catalog) = lower('" ~ database
        ~ "') and lower(table_schema) = lower('" ~ schema ~ "') order by 2").rows %}
    {% for name in names %}
        {% for table in tables if table[1] | lower == name %}
            {{ return(api.Relation.create(database=database, schema=table[0], identifier=table[1]) | string) }}
        {% endfor %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}

{% macro raw_place(vendor, table) %}
    {#- Where a missing raw table was looked for, in words. -#}
    {% set schema = var(vendor ~ '_schema', none) %}
    {% set path = var('raw_path') ~ '/' ~ vendor ~ '/' ~ table %}
    {{ return('there is no table ' ~ table ~ ' in the schema ' ~ schema if schema
        else 'neither ' ~ path ~ '.parquet nor ' ~ path ~ '.csv exists') }}
{% endmacro %}
