-- one row per initiative with a result: its cells side by side, and their differences
with

results as (

    select *, variance / nullif(n, 0) as error_variance from {{ ref('fct_initiative_results') }}

),

pivoted as (

    select
        initiative_id,
        max(case when arm = 'treated' and period = 'before' then value end) as treated_before,
        max(case when arm = 'treated' and period = 'after' then value end) as treated_after,
        max(case when arm = 'control' and period = 'before' then value end) as control_before,
        max(case when arm = 'control' and period = 'after' then value end) as control_after,
        max(case when arm = 'treated' and period = 'before' then n end) as treated_n_before,
        max(case when arm = 'treated' and period = 'after' then n end) as treated_n_after,
        max(case when arm = 'control' and period = 'before' then n end) as control_n_before,
        max(case when arm = 'control' and period = 'after' then n end) as control_n_after,
        sqrt(
            cast(sum(cast(error_variance as decimal(38, 18))) filter (where arm = 'treated') as double)
        ) as naive_error,
        sqrt(cast(sum(cast(error_variance as decimal(38, 18))) as double)) as four_cell_error,
        bool_or(is_below_minimum_n) as is_below_minimum_n

    from results

    group by 1

),

compared as (

    select
        *,
        treated_after - treated_before as naive_difference,
        treated_after - treated_before - (control_after - control_before) as effect

    from pivoted

)

select
    *,
    -- without a control group nothing is known but that something changed
    case when effect is not null then four_cell_error end as standard_error,
    case when effect is not null then 'did' else 'before_after' end as method

from compared
