{#- Fails with the keys that are missing or stand in several rows: unique and not_null at the price of one. -#}
{% test primary_key(model, column_name) %}
select
    {{ column_name }} as key_value,
    count(*) as row_count
from {{ model }}
group by 1
having count(*) > 1 or {{ column_name }} is null
{% endtest %}
