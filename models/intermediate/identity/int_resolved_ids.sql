-- one row per cluster: its id, the oldest of those that belong to it, or a new one
with

clusters as (

    select distinct
        entity,
        cluster_key,
        founder_record_key,
        founder_created_at

    from {{ ref('int_record_clusters') }}

),

claims as (

    select
        *,
        row_number() over (
            partition by entity, home_cluster_key
            order by born_in_run, founder_created_at nulls last, founder_record_key
        ) as age_rank

    from {{ ref('int_identity_ids_before') }}

    where home_cluster_key is not null

)

select
    clusters.entity,
    clusters.cluster_key,
    clusters.founder_record_key,
    clusters.founder_created_at,
    -- a record founds one id in its life, so that no retired id is given out again
    coalesce(
        claims.resolved_id,
        md5(
            case clusters.entity when 'person' then 'customer' else 'account' end
            || '|' || clusters.founder_record_key
        )
    ) as resolved_id

from clusters

left join claims
    on clusters.entity = claims.entity
    and clusters.cluster_key = claims.home_cluster_key
    and claims.age_rank = 1
