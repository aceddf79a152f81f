-- one row per figure about employees, wave or quarter, and team (or all): nothing on fewer than five people (KPI-27)
with

figures as (

    select * from {{ ref('int_employee_figures') }}

),

minimum as (

    select minimum_n from {{ ref('kpi_catalog') }}
    where kpi_code = 'employee_engagement'

),

-- the teams from the smallest on, with how many teams and people come before each
ordered as (

    select
        figures.*,
        minimum.minimum_n,
        figures.people_count < minimum.minimum_n as is_too_small,
        bool_or(figures.people_count < minimum.minimum_n) over (
            partition by figures.kpi_code, figures.wave_id, figures.team = 'all'
        ) as has_small_team,
        (row_number() over team_order) - 1 as smaller_team_count,
        coalesce(sum(figures.people_count) over (
            partition by figures.kpi_code, figures.wave_id, figures.team = 'all'
            order by figures.people_count, figures.team
            rows between unbounded preceding and 1 preceding
        ), 0) as smaller_team_people

    from figures

    cross join minimum

    window team_order as (
        partition by figures.kpi_code, figures.wave_id, figures.team = 'all'
        order by figures.people_count, figures.team
    )

),

-- the total less the teams that are shown is what the others said together: at least two teams,
-- and five people, are hidden where one is
suppressed as (

    select
        *,
        is_too_small or (
            team <> 'all' and has_small_team and (
                smaller_team_count < 2 or smaller_team_people < minimum_n
            )
        ) as is_suppressed

    from ordered

),

shown as (

    select
        *,
        case when not is_suppressed then numerator end as shown_numerator,
        case when not is_suppressed then denominator end as shown_denominator,
        case when kpi_code = 'employee_engagement' then 100 else 1 end as factor,
        -- adjusted Wald, as for every net score
        numerator / (n + 3) as adjusted_mean,
        sqrt(
            ((square_sum + 1.5) / (n + 3) - power(numerator / (n + 3), 2)) / (n + 3)
        ) as adjusted_error,
        {{ wilson_bound('numerator', 'n', '-') }} as wilson_lower,
        {{ wilson_bound('numerator', 'n', '+') }} as wilson_upper

    from suppressed

)

select
    -- ids
    employee_figure_id,
    -- text
    kpi_code,
    wave_id,
    team,
    -- numbers
    people_count,
    n,
    shown_numerator as numerator,
    shown_denominator as denominator,
    factor * shown_numerator / nullif(shown_denominator, 0) as value,
    case
        when is_suppressed then null
        when kpi_code = 'employee_engagement'
            then factor * greatest(adjusted_mean - {{ var('confidence_z') }} * adjusted_error, -1)
        when kpi_code = 'engagement_index' then greatest(wilson_lower, 0)
    end as ci_lo,
    case
        when is_suppressed then null
        when kpi_code = 'employee_engagement'
            then factor * least(adjusted_mean + {{ var('confidence_z') }} * adjusted_error, 1)
        when kpi_code = 'engagement_index' then least(wilson_upper, 1)
    end as ci_hi,
    -- the rate of an average month, twelve times: above 100 % where few people come and go
    case
        when kpi_code in ('attrition', 'voluntary_attrition')
            then 12 * shown_numerator / nullif(shown_denominator, 0)
    end as annualised_x12,
    -- booleans
    is_suppressed,
    -- dates
    period_start

from shown
