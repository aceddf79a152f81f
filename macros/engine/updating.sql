{#- The statement that changes columns of some rows. On Spark a Parquet table is written anew with them. -#}
{% macro updating(table, changes, condition) %}
    {{ return(adapter.dispatch('updating')(table, changes, condition)) }}
{% endmacro %}

{% macro default__updating(table, changes, condition) %}
    {% set assigned = [] %}
    {% for column, value in changes.items() %}{% do assigned.append(column ~ ' = ' ~ value) %}{% endfor %}
    {{ return('update ' ~ table ~ ' set ' ~ assigned | join(', ') ~ '\n    where ' ~ condition) }}
{% endmacro %}

{% macro spark__updating(table, changes, condition) %}
    {% if execute %}
        {#- a subquery may stand in a filter alone, not in a column -#}
        {% set kept = adapter.get_columns_in_relation(table) | map(attribute='name') | list %}
        {% set changed = [] %}
        {% for column in kept %}{% do changed.append(changes.get(column, column) ~ ' as ' ~ column) %}{% endfor %}
        {% do create_table_as_select(table, 'select ' ~ kept | join(', ') ~ ' from ' ~ table ~ ' where not coalesce(' ~ condition ~ ', false)'
            ~ ' union all select ' ~ changed | join(', ') ~ ' from ' ~ table ~ ' where ' ~ condition) %}
    {% endif %}
    {{ return('') }}
{% endmacro %}
