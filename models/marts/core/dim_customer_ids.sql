-- one row per customer_id or account_id that was ever given out: the one that is valid now
with

ids as (

    select * from {{ ref('int_identity_ids_after') }}

),

chains as (

    select * from {{ ref('int_identity_id_chains') }}

),

-- a chain of merges ends at the one id that was not merged
ends as (

    select
        chains.component,
        max(ids.resolved_id) as current_id

    from chains

    inner join ids
        on chains.node = ids.resolved_id

    where ids.merged_into_id is null

    group by 1

)

select
    ids.resolved_id,
    ids.entity,
    coalesce(ends.current_id, ids.resolved_id) as current_id,
    ids.id_status,
    ids.merged_into_id,
    ids.split_from_id,
    ids.founder_record_key,
    ids.born_at,
    ids.retired_at

from ids

left join chains
    on ids.resolved_id = chains.node

left join ends
    on chains.component = ends.component
