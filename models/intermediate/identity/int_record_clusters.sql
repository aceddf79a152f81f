-- one row per person or organisation record: its cluster, the cluster's founder, and the link that ties it
with

records as (

    select
        record_key,
        contact_record_id as source_record_key,
        'person' as entity,
        created_at

    from {{ ref('int_person_records') }}

    where not is_internal

    union all

    select
        record_key,
        account_record_id as source_record_key,
        'account' as entity,
        min(created_at) as created_at

    from {{ ref('int_account_records') }}

    group by 1, 2

),

components as (

    select * from {{ ref('int_identity_components') }}

),

-- a record may be tied by several identifiers, and be the hub of others: the strongest one counts
ties as (

    select
        record_key,
        hub_record_key as linked_record_key,
        match_rule,
        match_confidence

    from {{ ref('int_identity_links') }}

    where record_key <> hub_record_key

    union all

    select
        hub_record_key as record_key,
        record_key as linked_record_key,
        match_rule,
        match_confidence

    from {{ ref('int_identity_links') }}

    where record_key <> hub_record_key

),

strongest as (

    select
        *,
        row_number() over (
            partition by record_key
            order by match_confidence desc, match_rule, linked_record_key
        ) as strength_rank

    from ties

),

clustered as (

    select
        records.*,
        coalesce(components.component, records.record_key) as cluster_key,
        coalesce(strongest.match_rule, 'singleton') as match_rule,
        coalesce(strongest.match_confidence, 1.0) as match_confidence,
        strongest.linked_record_key

    from records

    left join components
        on records.record_key = components.node

    left join strongest
        on records.record_key = strongest.record_key
        and strongest.strength_rank = 1

),

-- the founder names the cluster: the earliest record, so that a later one does not rename it
founded as (

    select
        *,
        first_value(record_key) over (
            partition by cluster_key
            order by created_at nulls last, record_key
            rows between unbounded preceding and unbounded following
        ) as founder_record_key,
        count(*) over (partition by cluster_key) as cluster_size

    from clustered

)

select * from founded
