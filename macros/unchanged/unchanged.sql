{% macro is_unchanged(inputs) %}
    {#- Whether the relation of this node was built from the same, by its comment. -#}
    {{ return(inputs.key is not none and inputs.key == inputs.built_from and not flags.FULL_REFRESH and not var('build_unchanged')) }}
{% endmacro %}

{% macro left_as_it_is() %}
    {#- What a materialization returns that did nothing. -#}
    {% call noop_statement('main', 'UNCHANGED') %}{% endcall %}
    {{ return({'relations': [this.incorporate(type='view' if model.config.materialized == 'view' else 'table')]}) }}
{% endmacro %}

{% macro remember(inputs) %}
    {#- Notes on the relation of this node what it was built from, and which rows it has: those of a view follow from its code. -#}
    {% if model.config.materialized == 'view' %}
        {% do run_query('comment on view ' ~ this ~ " is '" ~ inputs.key ~ ' ' ~ local_md5(compiled_code) ~ "'") %}
    {% elif inputs.key is not none %}
        {% set version = run_query(rows_version(this)).columns[0].values()[0] %}
        {% do run_query('comment on table ' ~ this ~ " is '" ~ inputs.key ~ ' ' ~ version ~ "'") %}
    {% endif %}
{% endmacro %}

{% macro remember_landed(relation, kind, code, location) %}
    {#- The same for what the hook lays out: the code that reads a raw table, and the rows that it has. -#}
    {{ return(adapter.dispatch('remember_landed')(relation, kind, code, location)) }}
{% endmacro %}

{% macro default__remember_landed(relation, kind, code, location) %}
{% endmacro %}

{% macro duckdb__remember_landed(relation, kind, code, location) %}
    {% set rows = run_query(rows_version(location)).columns[0].values()[0] if location else '' %}
    {% do run_query('comment on ' ~ kind ~ ' ' ~ relation ~ " is 'landed " ~ local_md5(code ~ rows) ~ "'") %}
{% endmacro %}

{% macro forget_inputs() %}
    {#- Before a table is changed in place: if that is interrupted, nothing is known of its rows. -#}
    {% set existing = load_cached_relation(this) %}
    {% if existing and existing.is_table %}
        {% do run_query('comment on table ' ~ this ~ ' is null') %}
    {% endif %}
{% endmacro %}

{% macro rows_version(relation) %}
    {#- A query of one value: a hash of the columns, their types and the rows of a relation or file, in whatever order. -#}
    {{ return("select md5(concat_ws('|', count(*), sum(hash(whole_row)), (select string_agg(column_name || ' ' || column_type, ',') from (describe from "
        ~ relation ~ ')))) from ' ~ relation ~ ' as whole_row') }}
{% endmacro %}

{% macro record_code_version() %}
    {#- The code that stands in no compiled model: macros, what models in Python import, and the versions that run them. -#}
    {{ return(adapter.dispatch('record_code_version')()) }}
{% endmacro %}

{% macro default__record_code_version() %}
{% endmacro %}

{% macro duckdb__record_code_version() %}
    {% if execute %}
        {% do run_query('create schema if not exists landing') %}
        {% do run_query("create or replace table landing.code_versions as select md5(version() || '" ~ dbt_version
            ~ "' || string_agg(filename || md5(content), '' order by filename)) as code_version"
            ~ " from read_text(['macros/**/*.sql', 'feedback_text/*.py', 'lifetime_value/*.py', 'requirements.lock'])") %}
    {% endif %}
{% endmacro %}
