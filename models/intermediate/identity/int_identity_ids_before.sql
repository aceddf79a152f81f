-- one row per id that was ever given out: its founder, whether it is retired, and the cluster that it belongs to now
{{ config(materialized = 'view') }}

with

-- a split is told of the new id, a merge of the one that is given up
events as (

    select
        *,
        case when event in ('merged', 'emptied') then from_id else to_id end as resolved_id

    from {{ identity_log() }}

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

),

labels as (

    select * from {{ ref('int_identity_labels_before') }}
    where cluster_key is not null

),

founders as (

    select
        entity,
        record_key,
        cluster_key

    from {{ ref('int_record_clusters') }}

),

-- without its founder an id goes where most of its records went
homes as (

    select
        resolved_id,
        cluster_key,
        row_number() over (
            partition by resolved_id
            order by count(*) desc, cluster_key
        ) as home_rank

    from labels

    group by 1, 2

),

known as (

    select
        births.resolved_id,
        births.entity,
        births.run_number as born_in_run,
        births.logged_at as born_at,
        births.founder_record_key,
        births.founder_created_at,
        told.event in ('merged', 'emptied') as is_retired,
        case when told.event = 'merged' then told.to_id end as merged_into_id,
        coalesce(founders.cluster_key, homes.cluster_key) as home_cluster_key

    from births

    inner join told
        on births.resolved_id = told.resolved_id
        and told.recency = 1

    left join founders
        on births.entity = founders.entity
        and births.founder_record_key = founders.record_key

    left join homes
        on births.resolved_id = homes.resolved_id
        and homes.home_rank = 1

)

-- one that lost its records with a merge goes where that went
select
    known.resolved_id,
    known.entity,
    known.born_in_run,
    known.born_at,
    known.founder_record_key,
    known.founder_created_at,
    known.is_retired,
    known.merged_into_id,
    coalesce(known.home_cluster_key, merged_into.home_cluster_key) as home_cluster_key

from known

left join known as merged_into
    on known.merged_into_id = merged_into.resolved_id
