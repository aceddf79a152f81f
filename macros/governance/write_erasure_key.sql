{% macro write_erasure_key() %}
    {#- The key of the hashes of who was erased: in a table, so that no compiled model and no page of the docs shows it. -#}
    {% if execute %}
        {% do run_query('create schema if not exists landing') %}
        {% do run_query(replacing_table('landing.erasure_keys', "select '"
            ~ env_var('CX_ERASURE_KEY', 'demo') | replace("'", "''") ~ "' as erasure_key, " ~ as_of() ~ " as landed_as_of")) %}
        {% do remember_landed('landing.erasure_keys', 'table', '', 'landing.erasure_keys') %}
    {% endif %}
{% endmacro %}
