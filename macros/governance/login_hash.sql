{#- The hash by which the list of erasures knows a login: an address is on it as an address. -#}
{% macro login_hash(login) -%}
    sha256(keys.erasure_key || case when {{ login }} like '%@%' then '|email|' else '|login|' end || {{ fold_login(login) }})
{%- endmacro %}
