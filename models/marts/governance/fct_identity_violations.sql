-- one row per breach of the rule that a person is one customer (GOV-01, GOV-02); empty when all is well
with

links as (

    select * from {{ ref('int_identity_links') }}

),

decisions as (

    select * from {{ ref('int_steward_decisions') }}
    where is_applied

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

keys as (

    select * from {{ ref('int_customer_keys') }}

),

customers as (

    select customer_id from {{ ref('dim_customers') }}

),

-- a guard that took the cluster apart says so
divided as (

    select
        'link_without_effect' as violation,
        'GOV-01' as rule_id,
        links.link_id as violating_key,
        cast(1 as bigint) as occurrence_count

    from links

    inner join identity_map as a
        on links.record_key_a = a.record_key

    inner join identity_map as b
        on links.record_key_b = b.record_key

    where links.decision = 'link'
        and a.resolved_id <> b.resolved_id
        and coalesce(a.guard, b.guard) is null

),

-- what a steward keeps apart is one all the same, be it through a third record
rejoined as (

    select
        'kept_apart_but_together' as violation,
        'GOV-01' as rule_id,
        decisions.decision_id as violating_key,
        cast(1 as bigint) as occurrence_count

    from decisions

    inner join identity_map as a
        on decisions.record_key_a = a.record_key

    left join identity_map as b
        on decisions.record_key_b = b.record_key

    where (decisions.decision = 'not_same' and a.resolved_id = b.resolved_id)
        or (decisions.decision = 'split' and a.cluster_size > 1)

),

-- a person of a tool that has no customer
lost as (

    select
        'record_without_customer' as violation,
        'GOV-02' as rule_id,
        keys.contact_record_id as violating_key,
        cast(1 as bigint) as occurrence_count

    from keys

    left join customers
        on keys.customer_id = customers.customer_id

    where not keys.is_internal
        and customers.customer_id is null

),

unioned as (

    select * from divided
    union all
    select * from rejoined
    union all
    select * from lost

)

select
    *,
    violation || '|' || violating_key as identity_violation_id

from unioned
