{% macro somebody_was_erased() %}
    {#- Whether the seed erasures has a row; while dbt parses, and needs to know all that is read, it has. -#}
    {% if not execute %}
        {{ return(true) }}
    {% endif %}
    {% set erasures = load_relation(ref('erasures')) %}
    {{ return(erasures is not none and run_query('select 1 from ' ~ erasures ~ ' limit 1').rows | length > 0) }}
{% endmacro %}
