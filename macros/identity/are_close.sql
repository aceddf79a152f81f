{#- Whether two names differ by no more letters than a slip of the pen; see _macros.yml. -#}
{% macro are_close(a, b) -%}
    levenshtein({{ a }}, {{ b }}) <= case
        when least(length({{ a }}), length({{ b }})) >= 5 then 2
        when least(length({{ a }}), length({{ b }})) >= 3 then 1
        else 0
    end
{%- endmacro %}
