{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- A layer is its own schema under its own name: staging, intermediate, marts, reports, seeds. -#}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
