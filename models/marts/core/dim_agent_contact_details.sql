-- one row per agent: how the agent is called and reached; for those who may see it
{{ config(schema = 'restricted') }}

with

agents as (

    select
        agent_id,
        agent_name,
        email

    from {{ ref('int_agents_unioned') }}

)

select * from agents
