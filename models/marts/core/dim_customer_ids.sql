-- one row per customer_id or account_id that was ever given out: whether it is live, and the one that is valid now
with

-- a split is told of the new id, a merge of the one that is given up
events as (

    select
        *,
        case when event in ('merged', 'emptied') then from_id else to_id end as resolved_id

    from {{ ref('fct_identity_log') }}

    where record_key is null

),

told as (

    select
        *,
        row_number() over (partition by resolved_id order by run_number desc) as recency

    from events

),

births as (

    select * from told
    where event in ('created', 'split')

)

select
    births.resolved_id,
    births.entity,
    case when told.event in ('merged', 'emptied') then told.event else 'live' end as id_status,
    -- the log follows a merged id through every later merge: no chain is left to walk
    case when told.event = 'merged' then told.to_id else births.resolved_id end as current_id,
    case when births.event = 'split' then births.from_id end as split_from_id,
    births.founder_record_key,
    births.logged_at as born_at,
    case when told.event in ('merged', 'emptied') then told.logged_at end as retired_at

from births

inner join told
    on births.resolved_id = told.resolved_id
    and told.recency = 1
