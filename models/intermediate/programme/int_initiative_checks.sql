-- one row per initiative: whether its arms went apart before the start, and the error if a customer's observations are not independent
with

cells as (

    select * from {{ ref('int_initiative_cells') }}

),

periods as (

    select
        *,
        case when (arm = 'treated') = (period_side = 'after') then 1 else -1 end as sign

    from {{ ref('int_initiative_periods') }}

),

-- what one customer adds to the effect: its observations go up and down together
influences as (

    select
        periods.initiative_id,
        periods.unit_id,
        bool_or(periods.is_monthly) as is_monthly,
        cast(sum(cast(
            periods.sign * (periods.value_sum - cells.mean_value * periods.weight_sum)
            / nullif(cells.weight_sum, 0) as decimal(28, 18)
        )) as double) as influence

    from periods

    inner join cells
        on periods.initiative_id = cells.initiative_id
        and periods.arm = cells.arm
        and periods.period_side = cells.period

    group by 1, 2

),

clustered as (

    select
        initiative_id,
        bool_or(is_monthly) as is_monthly,
        count(*) as unit_count,
        sqrt(
            cast(sum(cast(influence * influence as decimal(38, 18))) as double)
            * count(*) / nullif(count(*) - 1, 0)
        ) as clustered_error

    from influences

    group by 1

),

gaps as (

    select
        treated.initiative_id,
        treated.last_period_number as period_number,
        treated.mean_value - control.mean_value as gap,
        treated.square_distance / nullif(power(treated.weight_sum, 2), 0)
        + control.square_distance / nullif(power(control.weight_sum, 2), 0) as gap_variance

    from cells as treated

    inner join cells as control
        on treated.initiative_id = control.initiative_id
        and treated.period = control.period
        and treated.arm = 'treated'
        and control.arm = 'control'

    where treated.period_side = 'before' and treated.period <> 'before'

),

centred as (

    select
        *,
        period_number - avg(period_number) over (partition by initiative_id) as distance

    from gaps

),

-- the slope of the straight line through the gaps
trends as (

    select
        initiative_id,
        count(*) as earlier_period_count,
        cast(sum(cast(distance * gap as decimal(38, 18))) as double)
        / nullif(sum(distance * distance), 0) as pre_trend,
        sqrt(cast(sum(cast(distance * distance * gap_variance as decimal(38, 18))) as double))
        / nullif(sum(distance * distance), 0) as pre_trend_error

    from centred

    group by 1

)

select
    clustered.initiative_id,
    clustered.is_monthly,
    clustered.unit_count,
    clustered.clustered_error,
    coalesce(trends.earlier_period_count, 0) as earlier_period_count,
    trends.pre_trend,
    trends.pre_trend_error

from clustered

left join trends
    on clustered.initiative_id = trends.initiative_id
