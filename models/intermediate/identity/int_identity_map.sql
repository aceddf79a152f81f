-- one row per person or organisation record: its id, and the strongest tie to another record of its cluster
with

clusters as (

    select * from {{ ref('int_record_clusters') }}

),

links as (

    select * from {{ ref('int_identity_links') }}
    where decision = 'link'

),

ties as (

    select
        record_key_a as record_key, record_key_b as linked_record_key,
        match_rule, match_weight, match_confidence
    from links

    union all

    select
        record_key_b as record_key, record_key_a as linked_record_key,
        match_rule, match_weight, match_confidence
    from links

),

-- a link that a guard cut explains nothing
ranked as (

    select
        ties.*,
        row_number() over (
            partition by ties.record_key
            order by ties.match_confidence desc, ties.match_rule, ties.linked_record_key
        ) as strength_rank

    from ties

    inner join clusters
        on ties.record_key = clusters.record_key

    inner join clusters as others
        on ties.linked_record_key = others.record_key
        and clusters.cluster_key = others.cluster_key

)

select
    clusters.record_key,
    clusters.source_record_key,
    clusters.entity,
    clusters.cluster_key,
    clusters.raw_cluster_key,
    clusters.guard,
    clusters.cluster_size,
    ids.resolved_id,
    coalesce(ranked.match_rule, 'singleton') as match_rule,
    coalesce(ranked.match_confidence, cast(1 as double)) as match_confidence,
    ranked.match_weight,
    ranked.linked_record_key,
    -- since when it has this id
    case
        when labels.resolved_id = ids.resolved_id then labels.labelled_at
        else {{ as_of() }}
    end as matched_at

from clusters

inner join {{ ref('int_resolved_ids') }} as ids
    on clusters.entity = ids.entity
    and clusters.cluster_key = ids.cluster_key

left join ranked
    on clusters.record_key = ranked.record_key
    and ranked.strength_rank = 1

left join {{ ref('int_identity_labels_before') }} as labels
    on clusters.entity = labels.entity
    and clusters.record_key = labels.record_key
