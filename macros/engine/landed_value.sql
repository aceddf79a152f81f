{% macro landed_value(column, data_type) -%}
    {{ return(adapter.dispatch('landed_value')(column, data_type)) }}
{%- endmacro %}

{% macro default__landed_value(column, data_type) -%}
    cast({{ column }} as string)
{%- endmacro %}

{#- A column that a loader took for integer because it was empty, a list, a zone, an id as 12.0, text as JSON: staging meets text or UTC. -#}
{% macro duckdb__landed_value(column, data_type) -%}
    {%- if data_type == 'VARCHAR' -%}
        {{ column }}
    {%- elif data_type == 'TIMESTAMP WITH TIME ZONE' -%}
        timezone('UTC', {{ column }})
    {%- elif data_type.startswith('TIMESTAMP') -%}
        cast({{ column }} as timestamp)
    {%- elif data_type.startswith(('STRUCT', 'MAP')) or data_type.endswith(']') -%}
        cast(to_json({{ column }}) as varchar)
    {%- elif data_type == 'JSON' -%}
        case json_type({{ column }}) when 'VARCHAR' then json_extract_string({{ column }}, '$')
            when 'NULL' then null else cast({{ column }} as varchar) end
    {%- elif data_type in ('DOUBLE', 'FLOAT') -%}
        case when abs({{ column }}) < 9e15 and {{ column }} = floor({{ column }}) then cast(cast({{ column }} as bigint) as varchar)
            else cast({{ column }} as varchar) end
    {%- else -%}
        cast({{ column }} as varchar)
    {%- endif -%}
{%- endmacro %}
