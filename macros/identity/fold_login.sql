{#- A login as it is compared; what that means stands in _macros.yml. -#}
{% macro fold_login(login) -%}
    case when {{ login }} like '%@%' then lower(trim({{ login }})) else {{ login }} end
{%- endmacro %}
