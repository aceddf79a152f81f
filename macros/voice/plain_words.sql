{#- A text as its words are compared; what that means stands in _macros.yml. -#}
{% macro plain_words(column) -%}
    {#- Arabic vowel signs and tatweel -#}
    {%- set letters = replace_all("lower(" ~ column ~ ")", "'[\u064b-\u065f\u0670\u0640]'", "''") -%}
    {%- set letters = "translate(" ~ letters ~ ", 'أإآٱىة', 'اااايه')" -%}
    {%- set words = "' ' || trim(" ~ replace_all(letters, "'[^\\p{L}\\p{N}]+'", "' '") ~ ") || ' '" -%}
    {#- the article, alone or behind and, so, in, like, for -#}
    {{ replace_all(words, "' (?:و|ف)?(?:ال|بال|كال|لل)(\\p{L}{3,})'", "' \\1'") }}
{%- endmacro %}
