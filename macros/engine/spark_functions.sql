{#- Functions that the models call by a name that Spark does not know, or knows for something else. Made once a run; they live in the
    metastore, in the schema that Spark looks names up in, and every other engine has its own. -#}
{% macro create_functions() %}
    {{ return(adapter.dispatch('create_functions')()) }}
{% endmacro %}

{% macro default__create_functions() %}
{% endmacro %}

{% macro spark__create_functions() %}
    {% if execute %}
        {% for function in spark_functions() %}
            {% do run_query('create or replace function default.' ~ function) %}
        {% endfor %}
    {% endif %}
{% endmacro %}

{% macro spark_functions() %}
    {{ return([
        "regexp_matches(value string, pattern string) returns boolean return value rlike pattern",
        "starts_with(value string, beginning string) returns boolean return startswith(value, beginning)",
        "array_to_string(list array<string>, separator string) returns string return array_join(list, separator)",
        "list_contains(list array<string>, value string) returns boolean return array_contains(list, value)",
        "list_position(list array<string>, value string) returns bigint return nullif(array_position(list, value), 0)",
        "list_distinct(list array<int>) returns array<int> return array_distinct(list)",
        "list_extract(list array<double>, place int) returns double return element_at(list, place)",
        "list_sort(list array<int>) returns array<int> return array_sort(list)",
        "list_quantiles(sorted array<double>) returns array<double> return transform("
        ~ "transform(array(0.5D, 0.75D, 0.9D), share -> (size(sorted) - 1) * share), "
        ~ "place -> get(sorted, cast(floor(place) as int)) + (place % 1) * (get(sorted, cast(ceil(place) as int)) - get(sorted, cast(floor(place) as int))))",
        "sha256(value string) returns string return sha2(value, 256)",
        "json_extract(json string, path string) returns string return get_json_object(json, path)",
        "json_extract_string(json string, path string) returns string return case when path = '$' then json else get_json_object(json, path) end",
        "json_type(json string) returns string return case when json is null then 'NULL' when json like '[%' then 'ARRAY' else 'OTHER' end",
    ]) }}
{% endmacro %}
