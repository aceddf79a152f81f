{% macro two_sided_p(z) -%}
    {#- How often chance alone leads this far from 0 or farther, by the normal distribution (Abramowitz and Stegun 26.2.17: right to seven digits). -#}
    {%- set t = '(1 / (1 + 0.2316419 * abs(' ~ z ~ ')))' -%}
    2 * exp(-power({{ z }}, 2) / 2) * 0.3989422804014327 * {{ t }} * (
        0.319381530 + {{ t }} * (
            -0.356563782 + {{ t }} * (
                1.781477937 + {{ t }} * (-1.821255978 + {{ t }} * 1.330274429)
            )
        )
    )
{%- endmacro %}
