-- one row per raw row of zendesk.user that is staff, in the shape of int_agents_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

users as (

    select * from {{ ref('base_zendesk__users') }}

    -- the role is the current one: an agent who left may have become an end-user
    where raw_role <> 'end-user'

),

shaped as (

    select
        'zendesk' as source_system,
        'user' as source_table,
        users.*,
        source_user_id as source_agent_id,
        full_name as agent_name,
        cast(null as string) as user_name,
        -- the membership table is not landed by the usual connector
        cast(null as string) as group_name,
        cast(null as boolean) as is_bot

    from users

)

select * from shaped
