-- Where are solved tickets reopened most, by category and agent group?
-- How to read it: compare the interval with rate_of_all: only where it lies wholly above
-- (is_above_all) is the row worse than the rest by more than chance. Rows with a small n have
-- wide intervals and lead the list by luck, so the list is ordered by the lower end. Groups
-- get different tickets: this does not rank people.
with

tickets as (

    select * from {{ ref('fct_resolution_time') }}
    where is_included and is_resolved

),

counted as (

    select
        category,
        agent_group,
        count(*) as n,
        sum(cast(is_reopened as integer)) as reopened

    from tickets

    group by category, agent_group

),

totals as (

    select
        sum(n) as n,
        sum(reopened) as reopened
    from counted

),

bounded as (

    select
        counted.category,
        counted.agent_group,
        counted.n,
        counted.reopened,
        cast(counted.reopened as double) / counted.n as reopen_rate,
        {{ wilson_bound('counted.reopened', 'counted.n', '-') }} as ci_lo,
        {{ wilson_bound('counted.reopened', 'counted.n', '+') }} as ci_hi,
        cast(totals.reopened as double) / totals.n as rate_of_all

    from counted

    cross join totals

)

select
    *,
    ci_lo > rate_of_all as is_above_all
from bounded
order by ci_lo desc, category, agent_group
