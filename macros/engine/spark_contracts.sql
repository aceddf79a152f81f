{#- Contracts on Spark: the columns are taken by their names and given the declared types; a missing column stops the model. -#}
{% macro spark__get_assert_columns_equivalent(sql) %}
{% endmacro %}

{% macro spark__get_select_subquery(sql) %}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.append('cast(' ~ column.name ~ ' as ' ~ column.data_type | replace('hugeint', 'bigint') ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    select {{ columns | join(', ') }} from ({{ sql }}) as model_subq
{% endmacro %}

{#- Parquet knows none. -#}
{% macro spark__persist_constraints(relation, model) %}
{% endmacro %}
