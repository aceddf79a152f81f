{#- Fails with the rows that hold on when the next row of the same keys begins. -#}
{% test no_overlaps(model, keys, condition) %}
select * from (
    select
        *,
        lead(valid_from) over (partition by {{ keys | join(', ') }} order by valid_from, valid_to) as next_valid_from
    from {{ model }}
    where {{ condition }}
) as ordered
where next_valid_from is not null and coalesce(valid_to > next_valid_from, true)
{% endtest %}
