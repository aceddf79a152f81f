-- one row per raw row of freshdesk.agents, in the shape of int_agents_unioned
{{ config(enabled = 'freshdesk' in var('help_desk_vendors')) }}

with

agents as (

    select * from {{ ref('base_freshdesk__agents') }}

),

shaped as (

    select
        'freshdesk' as source_system,
        'agents' as source_table,
        agents.*,
        cast(null as string) as user_name,
        -- the list of agents does not name their groups
        cast(null as string) as group_name,
        cast(null as boolean) as is_bot

    from agents

)

select * from shaped
