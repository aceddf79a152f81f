-- After how long a wait do callers hang up?
-- How to read it: n callers were still in the queue when the stretch began, abandoned hung up
-- within it. rate is the risk within the stretch of those who were still there;
-- abandoned_so_far is the share of all. Who hung up within five seconds is on neither side.
-- Tools that do not tell of hang-ups are left out. The last stretches rest on few callers.
with

calls as (

    select * from {{ ref('fct_queue_contacts') }}
    where is_included
        and is_abandonment_known
        and short_abandon_count = 0
        and offered_count = 1
        and queue_entry_number = 1

),

bucketed as (

    select
        case
            when wait_seconds is null then 'unknown'
            when wait_seconds < 30 then '000-029 s'
            when wait_seconds < 60 then '030-059 s'
            when wait_seconds < 120 then '060-119 s'
            when wait_seconds < 300 then '120-299 s'
            else '300 s and more'
        end as wait,
        count(*) as ended,
        sum(abandoned_count) as abandoned
    from calls
    group by wait

),

running as (

    select
        wait,
        abandoned,
        sum(ended) over (order by wait desc) as n,
        sum(abandoned) over (order by wait) as abandoned_until,
        sum(ended) over () as n_all
    from bucketed

)

select
    wait,
    n,
    abandoned,
    cast(abandoned as double) / n as rate,
    {{ wilson_bound('abandoned', 'n', '-') }} as ci_lo,
    {{ wilson_bound('abandoned', 'n', '+') }} as ci_hi,
    cast(abandoned_until as double) / n_all as abandoned_so_far
from running
order by wait
