{% macro raw_location(vendor, table) %}
    {#- Where the raw table is: a table that a loader filled, or a file under raw_path; '' where there is none. -#}
    {% set schema = var(vendor ~ '_schema', none) %}
    {% if schema %}
        {% set relation = adapter.get_relation(var(vendor ~ '_database', target.database), schema, table) %}
        {{ return(relation | string if relation else '') }}
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

{% macro raw_place(vendor, table) %}
    {% set schema = var(vendor ~ '_schema', none) %}
    {% set path = var('raw_path') ~ '/' ~ vendor ~ '/' ~ table %}
    {{ return('there is no table ' ~ table ~ ' in the schema ' ~ schema if schema
        else 'neither ' ~ path ~ '.parquet nor ' ~ path ~ '.csv exists') }}
{% endmacro %}
