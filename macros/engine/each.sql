{#- Name of the function that makes a row of each element of a list. It stands alone in its column, and once in a select. -#}
{% macro each() -%}
    {{ return(adapter.dispatch('each')()) }}
{%- endmacro %}

{% macro default__each() -%}
    explode
{%- endmacro %}

{% macro duckdb__each() -%}
    unnest
{%- endmacro %}

{#- A row for each element of a list, numbered from 1: two columns. -#}
{% macro each_numbered(list, element, number) -%}
    {{ return(adapter.dispatch('each_numbered')(list, element, number)) }}
{%- endmacro %}

{% macro default__each_numbered(list, element, number) -%}
    inline(transform({{ list }}, (one, place) -> struct(one as one, cast(place + 1 as bigint) as place))) as ({{ element }}, {{ number }})
{%- endmacro %}

{% macro duckdb__each_numbered(list, element, number) -%}
    unnest({{ list }}) as {{ element }},
        generate_subscripts({{ list }}, 1) as {{ number }}
{%- endmacro %}

{#- A row for each entry of a map: two columns. -#}
{% macro each_entry(map, key, value) -%}
    {{ return(adapter.dispatch('each_entry')(map, key, value)) }}
{%- endmacro %}

{% macro default__each_entry(map, key, value) -%}
    explode({{ map }}) as ({{ key }}, {{ value }})
{%- endmacro %}

{% macro duckdb__each_entry(map, key, value) -%}
    unnest(map_keys({{ map }})) as {{ key }},
        unnest(map_values({{ map }})) as {{ value }}
{%- endmacro %}

{#- A list of values. -#}
{% macro list_of(values) -%}
    {{ return(adapter.dispatch('list_of')(values)) }}
{%- endmacro %}

{% macro default__list_of(values) -%}
    array({{ values }})
{%- endmacro %}

{% macro duckdb__list_of(values) -%}
    [{{ values }}]
{%- endmacro %}

{% macro list_type(data_type) -%}
    {{ return(adapter.dispatch('list_type')(data_type)) }}
{%- endmacro %}

{% macro default__list_type(data_type) -%}
    array<{{ data_type }}>
{%- endmacro %}

{% macro duckdb__list_type(data_type) -%}
    {{ data_type }}[]
{%- endmacro %}

{#- A row for each whole number from a first one, up to but not including another. -#}
{% macro each_number(first, beyond) -%}
    {{ return(adapter.dispatch('each_number')(first, beyond)) }}
{%- endmacro %}

{% macro default__each_number(first, beyond) -%}
    explode(sequence(cast({{ first }} as bigint), cast({{ beyond }} as bigint) - 1))
{%- endmacro %}

{% macro duckdb__each_number(first, beyond) -%}
    unnest(range({{ first }}, {{ beyond }}))
{%- endmacro %}

{#- Name of the function that counts the elements of a list. -#}
{% macro list_length() -%}
    {{ return(adapter.dispatch('list_length')()) }}
{%- endmacro %}

{% macro default__list_length() -%}
    size
{%- endmacro %}

{% macro duckdb__list_length() -%}
    len
{%- endmacro %}

{#- Name of the function that splits a text at a separator, which must be a sign without a meaning in patterns. -#}
{% macro split_function() -%}
    {{ return(adapter.dispatch('split_function')()) }}
{%- endmacro %}

{% macro default__split_function() -%}
    split
{%- endmacro %}

{% macro duckdb__split_function() -%}
    string_split
{%- endmacro %}
