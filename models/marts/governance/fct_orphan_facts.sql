-- one row per fact and key that no dimension knows (GOV-04); empty when all is well
with

-- every fact is met once: what is left over is few or none
orphans as (

    select
        facts.fact_table,
        facts.fact_id,
        facts.customer_id,
        facts.account_id,
        facts.agent_id,
        facts.channel,
        facts.segment,
        customers.customer_id is null as is_without_customer,
        accounts.account_id is null as is_without_account,
        agents.agent_id is null as is_without_agent,
        channels.channel is null as is_without_channel,
        segments.segment is null as is_without_segment

    from {{ ref('int_fact_keys') }} as facts

    left join {{ ref('dim_customers') }} as customers
        on facts.customer_id = customers.customer_id

    left join {{ ref('dim_accounts') }} as accounts
        on facts.account_id = accounts.account_id

    left join {{ ref('dim_agents') }} as agents
        on facts.agent_id = agents.agent_id

    left join {{ ref('dim_channels') }} as channels
        on facts.channel = channels.channel

    left join {{ ref('dim_segments') }} as segments
        on facts.segment = segments.segment

    where customers.customer_id is null
        or accounts.account_id is null
        or agents.agent_id is null
        or channels.channel is null
        or segments.segment is null

),

unioned as (

    select fact_table, fact_id, 'dim_customers' as missing_dimension, customer_id as missing_key
    from orphans
    where is_without_customer

    union all

    select fact_table, fact_id, 'dim_accounts' as missing_dimension, account_id as missing_key
    from orphans
    where is_without_account

    union all

    select fact_table, fact_id, 'dim_agents' as missing_dimension, agent_id as missing_key
    from orphans
    where is_without_agent

    union all

    select fact_table, fact_id, 'dim_channels' as missing_dimension, channel as missing_key
    from orphans
    where is_without_channel

    union all

    select fact_table, fact_id, 'dim_segments' as missing_dimension, segment as missing_key
    from orphans
    where is_without_segment

)

select
    *,
    fact_table || '|' || fact_id || '|' || missing_dimension as orphan_fact_id

from unioned
