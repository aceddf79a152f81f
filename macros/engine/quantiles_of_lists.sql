{#- Aggregate: the median, the 75th and the 90th percentile of the numbers in all lists of a group, interpolated, as a list of three.
    Lists can be spilled where memory is short; the engine's own aggregate keeps every number. -#}
{% macro quantiles_of_lists(numbers) -%}
    {{ return(adapter.dispatch('quantiles_of_lists')(numbers)) }}
{%- endmacro %}

{% macro default__quantiles_of_lists(numbers) -%}
    list_quantiles(sort_array(flatten(collect_list({{ numbers }}))))
{%- endmacro %}

{% macro duckdb__quantiles_of_lists(numbers) -%}
    list_aggregate(flatten(list({{ numbers }})), 'quantile_cont', [0.5, 0.75, 0.9])
{%- endmacro %}

{#- Aggregate: the values of a group that are known, as a list in no order. -#}
{% macro list_of_known(value) -%}
    {{ return(adapter.dispatch('list_of_known')(value)) }}
{%- endmacro %}

{% macro default__list_of_known(value) -%}
    collect_list({{ value }})
{%- endmacro %}

{% macro duckdb__list_of_known(value) -%}
    list({{ value }}) filter (where {{ value }} is not null)
{%- endmacro %}
