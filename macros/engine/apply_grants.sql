{% macro duckdb__apply_grants(relation, grant_config, should_revoke=True) %}
    {#- DuckDB has no roles: each gets a file of its own (make publish). dbt-duckdb would warn of it in every run. -#}
{% endmacro %}
