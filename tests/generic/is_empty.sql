{#- Fails with the rows of a model that should have none: each is a breach of the rule that the model states. -#}
{% test is_empty(model) %}
select * from {{ model }}
{% endtest %}
