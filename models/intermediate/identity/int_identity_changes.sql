-- one row per thing that happened to a record or an id since the last run
{{ config(materialized = 'view') }}

with

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

labels as (

    select * from {{ ref('int_identity_labels_before') }}

),

ids as (

    select * from {{ ref('int_identity_ids_before') }}

),

resolved as (

    select * from {{ ref('int_resolved_ids') }}

),

changes as (

    select
        coalesce(identity_map.entity, labels.entity) as entity,
        case
            when identity_map.record_key is null then 'record_removed'
            when labels.resolved_id is null then 'record_added'
            else 'record_moved'
        end as event,
        coalesce(identity_map.record_key, labels.record_key) as record_key,
        labels.resolved_id as from_id,
        identity_map.resolved_id as to_id,
        cast(null as string) as founder_record_key,
        cast(null as timestamp) as founder_created_at
    from identity_map
    full join labels
        on identity_map.entity = labels.entity
        and identity_map.record_key = labels.record_key
    where coalesce(identity_map.resolved_id, '') <> coalesce(labels.resolved_id, '')

    union all

    -- an id that is born of records of another one was split off it
    select
        resolved.entity,
        case when labels.resolved_id is null then 'created' else 'split' end as event,
        cast(null as string) as record_key,
        labels.resolved_id as from_id,
        resolved.resolved_id as to_id,
        resolved.founder_record_key,
        resolved.founder_created_at
    from resolved
    left join labels
        on resolved.entity = labels.entity
        and resolved.founder_record_key = labels.record_key
    left join ids
        on resolved.resolved_id = ids.resolved_id
    where ids.resolved_id is null

    union all

    select
        ids.entity,
        case
            when resolved.resolved_id is null then 'emptied'
            when resolved.resolved_id = ids.resolved_id then 'revived'
            else 'merged'
        end as event,
        cast(null as string) as record_key,
        case when resolved.resolved_id = ids.resolved_id then null else ids.resolved_id end
            as from_id,
        resolved.resolved_id as to_id,
        cast(null as string) as founder_record_key,
        cast(null as timestamp) as founder_created_at
    from ids
    left join resolved
        on ids.entity = resolved.entity
        and ids.successor_cluster_key = resolved.cluster_key
    -- only what is not known yet
    where case
            when resolved.resolved_id is null
                then not ids.is_retired or ids.merged_into_id is not null
            when resolved.resolved_id = ids.resolved_id then ids.is_retired
            else not ids.is_retired or coalesce(ids.merged_into_id, '') <> resolved.resolved_id
        end

)

select
    *,
    md5(
        entity || '|' || event || '|' || coalesce(record_key, '') || '|'
        || coalesce(from_id, '') || '|' || coalesce(to_id, '')
    ) as change_id

from changes
