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

ties as (

    select * from {{ ref('int_identity_ties') }}

),

clustered as (

    select
        records.*,
        coalesce(components.component, records.record_key) as cluster_key,
        coalesce(ties.match_rule, 'singleton') as match_rule,
        coalesce(ties.match_confidence, 1.0) as match_confidence,
        ties.linked_record_key

    from records

    left join components
        on records.record_key = components.node

    left join ties
        on records.record_key = ties.record_key

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

select
    *,
    -- the one place where a cluster gets its id: customer_id or account_id
    md5(
        case entity when 'person' then 'customer' else entity end
        || '|' || founder_record_key || '|1'
    ) as resolved_id

from founded
