-- one row per initiative: whether it has a baseline, and which earlier initiative has its benefit
with

initiatives as (

    select
        initiative_id,
        kpi_code,
        coalesce(topic, '') as topic,
        cast(starts_on as date) as starts_on,
        cast(ends_on as date) as ends_on

    from {{ ref('cx_initiatives') }}

),

-- what a KPI is compared by: two people of one payer share its churn, and not their answers
measured as (

    select distinct
        kpi_code,
        unit_type

    from {{ ref('int_initiative_periods') }}

),

treated as (

    select
        arms.unit_id,
        initiatives.*

    from {{ ref('int_initiative_arms') }} as arms

    inner join initiatives
        on arms.initiative_id = initiatives.initiative_id

    left join measured
        on initiatives.kpi_code = measured.kpi_code

    where arms.unit_type = coalesce(measured.unit_type, 'customer')
        and arms.arm = 'treated'
        and arms.is_included

),

-- the same customers, the same KPI or a topic of it, the same days: the one that came first has the benefit
shared as (

    select
        treated.initiative_id,
        {{ value_at_least("earlier.initiative_id", "cast(earlier.starts_on as string) || '|' || earlier.initiative_id") }}
            as claimed_by_initiative_id,
        count(distinct treated.unit_id) as shared_customer_count

    from treated

    inner join treated as earlier
        on treated.unit_id = earlier.unit_id
        and treated.kpi_code = earlier.kpi_code
        and (treated.topic = earlier.topic or treated.topic = '' or earlier.topic = '')
        and (earlier.ends_on is null or treated.starts_on <= earlier.ends_on)
        and (
            treated.starts_on > earlier.starts_on
            or (treated.starts_on = earlier.starts_on and treated.initiative_id > earlier.initiative_id)
        )

    group by 1

),

baselines as (

    select
        initiative_id,
        bool_or(is_late) as is_baseline_late,
        min(frozen_at) as baseline_frozen_at

    from {{ ref('fct_kpi_baselines') }}

    where arm = 'treated'

    group by 1

)

select
    initiatives.initiative_id,
    shared.claimed_by_initiative_id,
    coalesce(shared.shared_customer_count, 0) as shared_customer_count,
    baselines.initiative_id is not null as has_baseline,
    baselines.is_baseline_late,
    baselines.baseline_frozen_at

from initiatives

left join shared
    on initiatives.initiative_id = shared.initiative_id

left join baselines
    on initiatives.initiative_id = baselines.initiative_id
