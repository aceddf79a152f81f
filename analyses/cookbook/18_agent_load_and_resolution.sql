-- Do busier agents solve fewer issues on the first contact?
-- How to read it: the last three closed months, busiest first. Agents are ids; their names
-- are in a restricted table. Only where the interval of fcr lies wholly on one side of
-- fcr_of_all (differs_from_all) is there a difference; the order of the others is chance.
-- Agents get different issues, so it is a reason to ask, not a verdict. Below ten issues fcr
-- is empty.
with

months as (

    select * from {{ ref('rpt_agent_scorecard') }}
    where month_start >= {{ as_of() }} - interval 3 month
        and month_start + interval 1 month <= {{ as_of() }}

),

loads as (

    select agent_id, sum(contact_count) as contacts
    from months
    group by agent_id

),

issues as (

    select agent_id, count(*) as n, sum(first_contact_resolution_count) as solved
    from {{ ref('fct_first_contact_resolution') }}
    where is_included
        and first_contact_date >= {{ as_of() }} - interval 3 month
        and first_contact_date < {{ as_of() }}
    group by agent_id

),

bounded as (

    select
        *,
        cast(sum(solved) over () as double) / sum(n) over () as fcr_of_all,
        {{ wilson_bound('solved', 'n', '-') }} as ci_lo,
        {{ wilson_bound('solved', 'n', '+') }} as ci_hi
    from issues

)

select
    loads.agent_id, loads.contacts, coalesce(bounded.n, 0) as n,
    case when bounded.n >= 10 then cast(bounded.solved as double) / bounded.n end as fcr,
    case when bounded.n >= 10 then bounded.ci_lo end as ci_lo,
    case when bounded.n >= 10 then bounded.ci_hi end as ci_hi,
    bounded.fcr_of_all,
    bounded.n >= 10 and bounded.fcr_of_all not between bounded.ci_lo and bounded.ci_hi
        as differs_from_all
from loads
left join bounded on loads.agent_id = bounded.agent_id
where loads.contacts > 0
order by loads.contacts desc, loads.agent_id
