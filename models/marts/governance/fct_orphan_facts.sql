-- one row per fact and key that no dimension knows (GOV-04); empty when all is well
with

facts as (

    select * from {{ ref('int_fact_keys') }}

),

customers as (

    select
        facts.fact_table,
        facts.fact_id,
        'dim_customers' as missing_dimension,
        facts.customer_id as missing_key

    from facts

    left join {{ ref('dim_customers') }} as dimension
        on facts.customer_id = dimension.customer_id

    where dimension.customer_id is null

),

accounts as (

    select
        facts.fact_table,
        facts.fact_id,
        'dim_accounts' as missing_dimension,
        facts.account_id as missing_key

    from facts

    left join {{ ref('dim_accounts') }} as dimension
        on facts.account_id = dimension.account_id

    where dimension.account_id is null

),

agents as (

    select
        facts.fact_table,
        facts.fact_id,
        'dim_agents' as missing_dimension,
        facts.agent_id as missing_key

    from facts

    left join {{ ref('dim_agents') }} as dimension
        on facts.agent_id = dimension.agent_id

    where dimension.agent_id is null

),

channels as (

    select
        facts.fact_table,
        facts.fact_id,
        'dim_channels' as missing_dimension,
        facts.channel as missing_key

    from facts

    left join {{ ref('dim_channels') }} as dimension
        on facts.channel = dimension.channel

    where dimension.channel is null

),

segments as (

    select
        facts.fact_table,
        facts.fact_id,
        'dim_segments' as missing_dimension,
        facts.segment as missing_key

    from facts

    left join {{ ref('dim_segments') }} as dimension
        on facts.segment = dimension.segment

    where dimension.segment is null

),

unioned as (

    select * from customers
    union all
    select * from accounts
    union all
    select * from agents
    union all
    select * from channels
    union all
    select * from segments

)

select
    *,
    fact_table || '|' || fact_id || '|' || missing_dimension as orphan_fact_id

from unioned
