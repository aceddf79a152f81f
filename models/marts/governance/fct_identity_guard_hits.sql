-- one row per thing that a guard refused: an identifier, a block, a pair, or links of a cluster
with

identifiers as (

    select
        'person' as entity,
        refusal_reason as guard,
        identifier_type as guarded_type,
        md5(identifier_value) as guarded_key,
        record_count,
        person_count as name_count
    from {{ ref('int_identity_identifiers') }}
    where refusal_reason is not null

    union all

    select
        'account' as entity,
        refusal_reason as guard,
        identifier_type as guarded_type,
        md5(identifier_value) as guarded_key,
        record_count,
        domain_count as name_count
    from {{ ref('int_account_guarded_identifiers') }}
    where refusal_reason is not null

),

-- pairs that only this value would have brought together are not compared
blocks as (

    select
        'person' as entity,
        'block_too_large' as guard,
        blocking_key as guarded_type,
        cast(block_hash as string) as guarded_key,
        record_count,
        cast(null as bigint) as name_count
    from {{ ref('int_identity_block_sizes') }}
    where is_too_large

),

-- two ids of one tool, or what a steward decided
pairs as (

    select
        entity,
        case when decision = 'veto' then 'other_external_id' else 'steward_' || decision end
            as guard,
        'pair' as guarded_type,
        link_id as guarded_key,
        2 as record_count,
        cast(null as bigint) as name_count
    from {{ ref('int_identity_links') }}
    where decision in ('veto', 'not_same', 'split')

),

clusters as (

    select
        entity,
        'cluster_' || guard as guard,
        'cluster' as guarded_type,
        raw_cluster_key as guarded_key,
        count(*) as record_count,
        count(distinct cluster_key) as name_count
    from {{ ref('int_identity_map') }}
    where guard is not null
    group by 1, 2, 3, 4

),

unioned as (

    select * from identifiers
    union all
    select * from blocks
    union all
    select * from pairs
    union all
    select * from clusters

)

select
    md5(entity || '|' || guard || '|' || guarded_type || '|' || guarded_key) as guard_hit_id,
    entity,
    guard,
    guarded_type,
    guarded_key,
    record_count,
    name_count as distinct_count

from unioned
