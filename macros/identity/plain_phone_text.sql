{#- Digits, signs and spaces of other scripts and keyboards as those of ASCII; copied invisible marks go. -#}
{% macro plain_phone_text(column) -%}
    {%- set written = {
        '0123456789': ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９'],
        '+()()/': ['＋（）[]／'],
        ';;;;;;': ['；,，،؛|'],
        '------': ['‐‑‒–—－'],
        '      ': ['\t\u00a0\u2007\u2009\u202f\u3000'],
        '': ['\u200e\u200f\u202a\u202c\ufeff'],
    } -%}
    {%- set read = namespace(from='', to='') -%}
    {%- for ascii, others in written.items() -%}
        {%- for other in others -%}
            {%- set read.from = read.from ~ other -%}
            {%- set read.to = read.to ~ ascii -%}
        {%- endfor -%}
    {%- endfor -%}
    translate(replace({{ column }}, chr(10), ';'), '{{ read.from }}', '{{ read.to }}')
{%- endmacro %}
