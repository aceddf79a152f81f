-- one row per record that ever had an id: the last one, since when, and the cluster that the record is in now
{{
    config(
        materialized = 'view',
        meta = {'also_reads': ['model.cx_warehouse.fct_identity_log']},
        pre_hook = ["{{ create_identity_log() }}", "{{ detach_in_identity_log() }}", "{{ forget_in_identity_log() }}"]
    )
}}

with

events as (

    select
        *,
        row_number() over (
            partition by entity, record_key
            order by run_number desc, event
        ) as recency

    from {{ identity_log() }}

    where record_key is not null

),

clusters as (

    select * from {{ ref('int_record_clusters') }}

)

select
    events.entity,
    events.record_key,
    -- null: no tool had the record in the last run
    events.to_id as resolved_id,
    events.logged_at as labelled_at,
    clusters.cluster_key

from events

left join clusters
    on events.entity = clusters.entity
    and events.record_key = clusters.record_key

where events.recency = 1
