{% macro duckdb__apply_grants(relation, grant_config, should_revoke=True) %}
    {#- DuckDB has no roles: each gets a file of its own (make publish). dbt-duckdb would warn of it in every run. -#}
{% endmacro %}

{% macro spark__apply_grants(relation, grant_config, should_revoke=True) %}
    {#- A session (host NA in profiles.yml) has no roles either; a cluster with a catalogue of roles has. -#}
    {% if target.host != 'NA' %}
        {{ dbt.default__apply_grants(relation, grant_config, should_revoke) }}
    {% endif %}
{% endmacro %}
