{#- JSON in a text column. On Spark it stays text: a list or an object is read by its shape, and a text in it stands there without quotes. -#}
{% macro as_json(text) -%}
    {{ return(adapter.dispatch('as_json')(text)) }}
{%- endmacro %}

{% macro default__as_json(text) -%}
    case when try_parse_json({{ text }}) is not null then {{ text }} end
{%- endmacro %}

{% macro duckdb__as_json(text) -%}
    try_cast({{ text }} as json)
{%- endmacro %}

{#- The elements of a JSON list, of which each may be an object. -#}
{% macro json_elements(json) -%}
    {{ return(adapter.dispatch('json_elements')(json)) }}
{%- endmacro %}

{% macro default__json_elements(json) -%}
    from_json({{ json }}, 'array<string>')
{%- endmacro %}

{% macro duckdb__json_elements(json) -%}
    try_cast({{ json }} as json[])
{%- endmacro %}

{#- The elements of a JSON list as texts or as numbers. -#}
{% macro json_values(json, data_type='varchar') -%}
    {{ return(adapter.dispatch('json_values')(json, data_type)) }}
{%- endmacro %}

{% macro default__json_values(json, data_type) -%}
    from_json({{ json }}, 'array<{{ data_type | replace("varchar", "string") }}>')
{%- endmacro %}

{% macro duckdb__json_values(json, data_type) -%}
    try_cast({{ json }} as {{ data_type }}[])
{%- endmacro %}

{#- The keys of a JSON object and what stands under them, which may be JSON or is taken as text. -#}
{% macro json_map(json, value_type='json') -%}
    {{ return(adapter.dispatch('json_map')(json, value_type)) }}
{%- endmacro %}

{% macro default__json_map(json, value_type) -%}
    from_json({{ json }}, 'map<string, string>')
{%- endmacro %}

{% macro duckdb__json_map(json, value_type) -%}
    try_cast({{ json }} as map (varchar, {{ value_type }}))
{%- endmacro %}

{#- The list at a path of a JSON text, as JSON: '$[*]' is the text itself. -#}
{% macro json_list_at(json, path) -%}
    {{ return(adapter.dispatch('json_list_at')(json, path)) }}
{%- endmacro %}

{% macro default__json_list_at(json, path) -%}
    {{ default__json_texts_at(json, path) }}
{%- endmacro %}

{% macro duckdb__json_list_at(json, path) -%}
    json_extract({{ json }}, '{{ path }}')
{%- endmacro %}

{#- The list at a path of a JSON text, as texts. -#}
{% macro json_texts_at(json, path) -%}
    {{ return(adapter.dispatch('json_texts_at')(json, path)) }}
{%- endmacro %}

{#- Spark reads a list by the shape of what is around it: $.choices.labels[*] is struct<choices: struct<labels: array<string>>> -#}
{% macro default__json_texts_at(json, path) -%}
    {%- set shape = namespace(type='string') -%}
    {%- set names = [] -%}
    {%- for step in (path[1:] | replace('$', '')).split('.') | reverse -%}
        {%- set name = step | replace('[*]', '') -%}
        {%- if step.endswith('[*]') %}{% set shape.type = 'array<' ~ shape.type ~ '>' %}{% endif -%}
        {%- if name -%}
            {%- set shape.type = 'struct<' ~ name ~ ': ' ~ shape.type ~ '>' -%}
            {%- do names.insert(0, name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ (["from_json(" ~ json ~ ", '" ~ shape.type ~ "')"] + names) | join('.') }}
{%- endmacro %}

{% macro duckdb__json_texts_at(json, path) -%}
    json_extract_string({{ json }}, '{{ path }}')
{%- endmacro %}

{#- The texts of a JSON list in lower case. -#}
{% macro json_lower_texts(text) -%}
    {{ return(adapter.dispatch('json_lower_texts')(text)) }}
{%- endmacro %}

{% macro default__json_lower_texts(text) -%}
    from_json({{ as_json('lower(' ~ text ~ ')') }}, 'array<string>')
{%- endmacro %}

{% macro duckdb__json_lower_texts(text) -%}
    list_transform(from_json({{ as_json(text) }}, '["VARCHAR"]'), lambda one: lower(one))
{%- endmacro %}

{#- The fields of a form, and the fields inside them at any depth (Spark: three levels deep; Typeform allows two). -#}
{% macro json_form_fields(json) -%}
    {{ return(adapter.dispatch('json_form_fields')(json)) }}
{%- endmacro %}

{% macro default__json_form_fields(json) -%}
    {%- set level = namespace(sql="from_json(" ~ json ~ ", 'array<string>')", all=[]) -%}
    {%- for depth in range(4) -%}
        {%- do level.all.append(level.sql) -%}
        {%- set level.sql = 'flatten(transform(' ~ level.sql ~ ', one -> coalesce(' ~ default__json_texts_at('one', '$.properties.fields[*]') ~ ', array())))' -%}
    {%- endfor -%}
    concat({{ level.all | join(', ') }})
{%- endmacro %}

{% macro duckdb__json_form_fields(json) -%}
    list_concat(
            json_extract({{ json }}, '$[*]'), json_extract({{ json }}, '$..fields[*]')
        )
{%- endmacro %}
