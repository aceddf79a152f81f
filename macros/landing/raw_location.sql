{% macro raw_location(vendor, table) %}
    {#- Where the raw table is: a table that a loader filled, or a file under raw_path; '' where there is none. -#}
    {% if var(vendor ~ '_schema', none) %}
        {{ return(raw_table(vendor, table)) }}
    {% endif %}
    {% set path = var('raw_path') ~ '/' ~ vendor ~ '/' ~ table %}
    {% set files = run_query("select file from glob('" ~ path ~ ".*') order by file").columns[0].values() | list %}
    {% if path ~ '.parquet' in files %}
        {{ return("read_parquet('" ~ path ~ ".parquet')") }}
    {% elif path ~ '.csv' in files %}
        {{ return("read_csv('" ~ path ~ ".csv', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')") }}
    {% endif %}
    {{ return('') }}
{% endmacro %}

{% macro raw_table(vendor, table) %}
    {#- Not adapter.get_relation: it opens a transaction, and what the hook makes would be rolled back with it. -#}
    {% set database = var(vendor ~ '_database', target.database) %}
    {% set schema = var(vendor ~ '_schema') %}
    {% set found = run_query(
        "select count(*) from information_schema.tables where lower(table_catalog) = lower('" ~ database
        ~ "') and lower(table_schema) = lower('" ~ schema ~ "') and lower(table_name) = lower('" ~ table ~ "')"
    ).columns[0].values()[0] %}
    {{ return(api.Relation.create(database=database, schema=schema, identifier=table) | string if found else '') }}
{% endmacro %}

{% macro raw_place(vendor, table) %}
    {#- Where a missing raw table was looked for, in words. -#}
    {% set schema = var(vendor ~ '_schema', none) %}
    {% set path = var('raw_path') ~ '/' ~ vendor ~ '/' ~ table %}
    {{ return('there is no table ' ~ table ~ ' in the schema ' ~ schema if schema
        else 'neither ' ~ path ~ '.parquet nor ' ~ path ~ '.csv exists') }}
{% endmacro %}
