-- one row per id that was ever given out: its founder, whether it is retired, and the cluster that it belongs to now
{{ config(materialized = 'view', meta = {'also_reads': ['model.cx_warehouse.fct_identity_log']}) }}

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

placed as (

    select
        births.resolved_id,
        births.entity,
        births.run_number as born_in_run,
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

-- an id that was merged follows the one that it was merged into
select
    placed.*,
    coalesce(placed.home_cluster_key, successors.home_cluster_key) as successor_cluster_key

from placed

left join placed as successors
    on placed.merged_into_id = successors.resolved_id
