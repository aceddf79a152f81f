-- one row per day from which weights hold that do not add up to 1: every score from then on would be
-- too high or too low
with

weights as (

    select
        *,
        lead(valid_from) over (partition by component order by valid_from) as valid_until

    from {{ ref('health_score_weights') }}

),

days as (

    select valid_from from weights
    group by 1

)

select
    days.valid_from,
    sum(weights.weight) as weight_sum

from days

inner join weights
    on days.valid_from >= weights.valid_from
    and (weights.valid_until is null or days.valid_from < weights.valid_until)

group by 1

having round(sum(weights.weight), 9) <> 1
