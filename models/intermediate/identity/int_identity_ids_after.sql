-- one row per id that was ever given out, as the identity log tells it after this run
with

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
    births.founder_record_key,
    births.logged_at as born_at,
    case when births.event = 'split' then births.from_id end as split_from_id,
    case when told.event in ('merged', 'emptied') then told.event else 'live' end as id_status,
    case when told.event = 'merged' then told.to_id end as merged_into_id,
    case when told.event in ('merged', 'emptied') then told.logged_at end as retired_at

from births

inner join told
    on births.resolved_id = told.resolved_id
    and told.recency = 1
