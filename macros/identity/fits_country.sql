{#- Whether digits can be a national number by the joined calling_codes: their count, and no 0 in front where no number has one. -#}
{% macro fits_country(digits) -%}
    (national_lengths like '%|' || length({{ digits }}) || '|%' and (keeps_leading_zero or {{ digits }} not like '0%'))
{%- endmacro %}
