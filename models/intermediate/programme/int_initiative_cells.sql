-- one row per initiative, arm and period, or window of all periods before or after: the mean and how far observations lie from it
with

periods as (

    select * from {{ ref('int_initiative_periods') }}

),

stacked as (

    select *, period_side as period from periods
    union all
    select *, period_side || '_' || abs(period_number) as period from periods

),

summed as (

    select
        initiative_id,
        kpi_code,
        arm,
        period_side,
        period,
        max(period_number) as last_period_number,
        count(distinct unit_id) as unit_count,
        cast(sum(n) as bigint) as n,
        -- decimals, because a sum of doubles depends on the order of the rows
        cast(sum(cast(value_sum as decimal(28, 12))) as double) as value_sum,
        cast(sum(cast(value_square_sum as decimal(38, 12))) as double) as value_square_sum,
        cast(sum(cast(weight_sum as decimal(28, 12))) as double) as weight_sum,
        cast(sum(cast(weight_square_sum as decimal(38, 12))) as double) as weight_square_sum,
        cast(sum(cast(product_sum as decimal(38, 12))) as double) as product_sum

    from stacked

    group by 1, 2, 3, 4, 5

),

averaged as (

    select *, value_sum / nullif(weight_sum, 0) as mean_value from summed

)

select
    -- ids
    initiative_id || '|' || arm || '|' || period as initiative_cell_id,
    initiative_id,
    -- text
    kpi_code,
    arm,
    period_side,
    period,
    -- numbers
    last_period_number,
    unit_count,
    n,
    value_sum,
    weight_sum,
    mean_value,
    -- squared distances from the mean; of a ratio those from its share of the weight
    greatest(
        value_square_sum - 2 * mean_value * product_sum + power(mean_value, 2) * weight_square_sum, 0
    ) as square_distance

from averaged
