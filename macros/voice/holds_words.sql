{% macro holds_words(column) -%}
    {#- a letter, a digit or a pictogram -#}
    regexp_matches({{ column }}, '[\p{L}\p{N}\p{So}]')
{%- endmacro %}
