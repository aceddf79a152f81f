{#- The hash by which the list of erasures knows an identifier; as keyed_hash in scripts/erase.py. -#}
{% macro erasure_hash(identifier_type, identifier, erasure_key='keys.erasure_key') -%}
    sha256({{ erasure_key }} || '|{{ identifier_type }}|' || {{ identifier }})
{%- endmacro %}
