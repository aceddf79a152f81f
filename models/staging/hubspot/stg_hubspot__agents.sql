-- one row per raw row of hubspot.owner, and of hubspot.conversation_actor that is a bot, in the shape of int_agents_unioned
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

owners as (

    select * from {{ ref('base_hubspot__owners') }}

),

memberships as (

    select * from {{ ref('base_hubspot__owner_teams') }}
    where version_number = 1
        and not is_deleted

),

teams as (

    select * from {{ ref('base_hubspot__teams') }}
    where version_number = 1

),

owner_teams as (

    select
        memberships.source_agent_id,
        coalesce(
            min(teams.group_name) filter (where memberships.is_primary),
            min(teams.group_name)
        ) as group_name

    from memberships

    inner join teams
        on memberships.source_group_id = teams.source_group_id

    group by 1

),

people as (

    select
        'owner' as source_table,
        owners.raw_row_id,
        owners.version_number,
        owners.is_exact_duplicate,
        owners.source_agent_id,
        coalesce(nullif(concat_ws(' ', owners.first_name, owners.last_name), ''), owners.email)
            as agent_name,
        owners.email,
        owner_teams.group_name,
        owners.raw_role,
        cast(null as boolean) as is_bot,
        -- who has left keeps the owner and loses the user; without the column nobody can be told to have left
        case
            when count(owners.active_user_id) over () > 0
                then owners.active_user_id is not null
        end as is_active,
        owners.is_deleted,
        owners.created_at,
        owners.updated_at,
        owners.loaded_at,
        owners.raw_record

    from owners

    left join owner_teams
        on owners.source_agent_id = owner_teams.source_agent_id

),

bots as (

    select
        'conversation_actor' as source_table,
        raw_row_id,
        version_number,
        is_exact_duplicate,
        conversation_actor_id as source_agent_id,
        actor_name as agent_name,
        email,
        cast(null as string) as group_name,
        'bot' as raw_role,
        true as is_bot,
        cast(null as boolean) as is_active,
        false as is_deleted,
        cast(null as timestamp) as created_at,
        cast(null as timestamp) as updated_at,
        loaded_at,
        raw_record

    from {{ ref('base_hubspot__conversation_actors') }}

    where is_bot

),

shaped as (

    select
        'hubspot' as source_system,
        unioned.*,
        cast(null as string) as user_name

    from (
        select * from people
        union all
        select * from bots
    ) as unioned

)

select * from shaped
