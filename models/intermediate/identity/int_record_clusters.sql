-- one row per person or organisation record: its cluster, the founder of the cluster, and the link that ties it
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
        created_at

    from {{ ref('int_account_records') }}

),

grouped as (

    select
        records.*,
        coalesce(components.component, steward_groups.component, records.record_key)
            as cluster_key,
        coalesce(components.raw_component, steward_groups.component, records.record_key)
            as raw_cluster_key,
        components.guard

    from records

    left join {{ ref('int_steward_groups') }} as steward_groups
        on records.record_key = steward_groups.node

    left join {{ ref('int_identity_components') }} as components
        on coalesce(steward_groups.component, records.record_key) = components.node

)

select
    *,
    -- the earliest record: a later one does not rename the cluster
    first_value(record_key) over (
        partition by cluster_key
        order by created_at nulls last, record_key
        rows between unbounded preceding and unbounded following
    ) as founder_record_key,
    first_value(created_at) over (
        partition by cluster_key
        order by created_at nulls last, record_key
        rows between unbounded preceding and unbounded following
    ) as founder_created_at,
    count(*) over (partition by cluster_key) as cluster_size

from grouped
