{% macro wilson_bound(successes, n, sign) -%}
    {#- One end of the Wilson interval of a share; null without an observation. -#}
    {%- set z = var('confidence_z') -%}
    {%- set share = '(' ~ successes ~ ' / nullif(cast(' ~ n ~ ' as double), 0))' -%}
    (
        ({{ share }} + {{ z }} * {{ z }} / (2.0 * nullif({{ n }}, 0)))
        {{ sign }} {{ z }} * sqrt(
            {{ share }} * (1 - {{ share }}) / nullif({{ n }}, 0)
            + {{ z }} * {{ z }} / (4.0 * nullif({{ n }}, 0) * nullif({{ n }}, 0))
        )
    ) / (1 + {{ z }} * {{ z }} / nullif(cast({{ n }} as double), 0))
{%- endmacro %}
