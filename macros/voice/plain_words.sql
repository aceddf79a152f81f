{#- A text as its words are compared; what that means stands in _macros.yml. -#}
{% macro plain_words(column) -%}
    {#- Arabic vowel signs and tatweel -#}
    {%- set letters = "regexp_replace(lower(" ~ column ~ "), '[\u064b-\u065f\u0670\u0640]', '', 'g')" -%}
    {%- set letters = "translate(" ~ letters ~ ", 'أإآٱىة', 'اااايه')" -%}
    {%- set words = "' ' || trim(regexp_replace(" ~ letters ~ ", '[^\\p{L}\\p{N}]+', ' ', 'g')) || ' '" -%}
    {#- the article, alone or behind and, so, in, like, for -#}
    regexp_replace({{ words }}, ' (?:و|ف)?(?:ال|بال|كال|لل)(\p{L}{3,})', ' \1', 'g')
{%- endmacro %}
