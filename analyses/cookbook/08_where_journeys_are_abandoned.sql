-- At which step do customers give up a journey?
-- How to read it: of reached, lost did not go on to the next step. share_of_losses shows
-- where most are lost, loss_rate where a customer is most likely to stop; they need not be
-- the same step. Compare intervals within a journey and version only: a step is worse than
-- another where they do not overlap. Journeys still running are left out. Loss is not a
-- reason: look at the step before you change it.
with

steps as (

    select * from {{ ref('fct_journey_steps') }}
    where is_included

),

counted as (

    select
        journey_code,
        journey_version,
        step_number,
        step,
        sum(reached_count) as reached,
        sum(reached_count - went_on_count) as lost

    from steps

    group by journey_code, journey_version, step_number, step

),

shared as (

    select
        *,
        sum(lost) over (partition by journey_code, journey_version) as lost_in_journey
    from counted
    -- the goal has no next step
    where reached > 0

)

select
    journey_code,
    journey_version,
    step_number,
    step,
    reached as n,
    lost,
    cast(lost as double) / reached as loss_rate,
    {{ wilson_bound('lost', 'reached', '-') }} as ci_lo,
    {{ wilson_bound('lost', 'reached', '+') }} as ci_hi,
    cast(lost as double) / nullif(lost_in_journey, 0) as share_of_losses

from shared

order by journey_code, journey_version, step_number
