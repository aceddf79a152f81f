{% macro ids_spaced_out(instant, id, days) -%}
    {#- Aggregate: of a group's instants in time order the ids of the first, and of each next one that is so many days later than the last one taken. -#}
    {{ return(adapter.dispatch('ids_spaced_out')(instant, id, days)) }}
{%- endmacro %}

{% macro default__ids_spaced_out(instant, id, days) -%}
    transform(
        aggregate(
            array_sort(collect_list(struct({{ instant }} as at, {{ id }} as id))),
            cast(array() as array<struct<at: timestamp, id: string>>),
            (taken, one) -> case
                when size(taken) = 0 or one.at >= element_at(taken, -1).at + interval {{ days }} day then concat(taken, array(one))
                else taken
            end
        ), one -> one.id
    )
{%- endmacro %}

{% macro duckdb__ids_spaced_out(instant, id, days) -%}
    list_transform(
        list_reduce(
            list_transform(list({'at': {{ instant }}, 'id': {{ id }}} order by {{ instant }}, {{ id }}), lambda one: [one]),
            lambda taken, one: case
                when one[1]['at'] >= taken[-1]['at'] + interval {{ days }} day then list_concat(taken, one)
                else taken
            end
        ), lambda one: one['id']
    )
{%- endmacro %}
