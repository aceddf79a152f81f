{#- Fails with the rows for which the expression is not true (false or unknown). -#}
{% test expression_is_true(model, expression) %}
select * from {{ model }} where not coalesce({{ expression }}, false)
{% endtest %}
