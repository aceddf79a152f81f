-- one row per initiative, customer or payer and period before or after the start: the sums of what was observed
with

initiatives as (

    select
        initiative_id,
        kpi_code,
        topic,
        cast(starts_on as date) as starts_on,
        cast(coalesce(ramp_up_ends_on + interval 1 day, starts_on) as date) as measured_from,
        -- a day in the first month that is whole
        cast(coalesce(ramp_up_ends_on + interval 1 day, starts_on) + interval 1 month - interval 1 day as date) as first_month

    from {{ ref('cx_initiatives') }}

),

-- a KPI that stands once in each kind of period is compared by its months, those that are over
observations as (

    select
        observations.*,
        kpis.model_name,
        observations.period_grain is not null as is_monthly

    from {{ ref('int_kpi_observations') }} as observations

    inner join {{ ref('kpi_catalog') }} as kpis
        on observations.kpi_code = kpis.kpi_code

    where observations.observed_value is not null
        and coalesce(observations.period_grain, 'month') = 'month'
        and (
            observations.period_grain is null
            or date_trunc('month', observations.observed_on) + interval 1 month <= {{ as_of() }}
        )

),

-- whole periods only: the month in which it starts is neither before nor after
dated as (

    select
        initiatives.*,
        observations.model_name,
        observations.observation_key,
        observations.is_monthly,
        observations.observed_value,
        observations.observed_weight,
        case
            when observations.is_monthly and observations.observed_on < initiatives.starts_on
                then {{ dbt.datediff('initiatives.starts_on', 'observations.observed_on', 'month') }}
            when observations.is_monthly and observations.observed_on >= initiatives.measured_from
                then 1 + {{ dbt.datediff('initiatives.first_month', 'observations.observed_on', 'month') }}
            when observations.observed_on < initiatives.starts_on
                then floor(
                        {{ dbt.datediff('initiatives.starts_on', 'observations.observed_on', 'day') }}
                        / {{ var('initiative_period_days') }}.0
                    )
            when observations.observed_on >= initiatives.measured_from
                then 1 + floor(
                        {{ dbt.datediff('initiatives.measured_from', 'observations.observed_on', 'day') }}
                        / {{ var('initiative_period_days') }}.0
                    )
        end as period_number

    from initiatives

    inner join observations
        on initiatives.kpi_code = observations.kpi_code
        and (initiatives.topic is null or initiatives.topic = observations.topic)

),

summed as (

    select
        dated.initiative_id,
        dated.kpi_code,
        arms.unit_type,
        arms.unit_id,
        arms.arm,
        dated.is_monthly,
        cast(dated.period_number as integer) as period_number,
        count(*) as n,
        -- decimals, because a sum of doubles depends on the order of the rows
        cast(sum(cast(dated.observed_value as decimal(28, 12))) as double) as value_sum,
        cast(sum(cast(dated.observed_value * dated.observed_value as decimal(38, 12))) as double)
            as value_square_sum,
        cast(sum(cast(dated.observed_weight as decimal(28, 12))) as double) as weight_sum,
        cast(sum(cast(dated.observed_weight * dated.observed_weight as decimal(38, 12))) as double)
            as weight_square_sum,
        cast(sum(cast(dated.observed_value * dated.observed_weight as decimal(38, 12))) as double)
            as product_sum

    from dated

    inner join {{ ref('int_kpi_observation_units') }} as units
        on dated.model_name = units.model_name
        and dated.observation_key = units.observation_key

    inner join {{ ref('int_initiative_arms') }} as arms
        on dated.initiative_id = arms.initiative_id
        and units.unit_type = arms.unit_type
        and units.unit_id = arms.unit_id
        and arms.is_included

    where abs(dated.period_number) between 1 and {{ var('initiative_period_count') }}

    group by 1, 2, 3, 4, 5, 6, 7

)

select
    initiative_id || '|' || unit_id || '|' || period_number as initiative_period_id,
    *,
    case when period_number < 0 then 'before' else 'after' end as period_side

from summed
