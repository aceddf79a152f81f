-- one row per user id that stands for an owner: messages and changes name users, records name owners
{{ config(enabled = 'hubspot' in var('help_desk_vendors')) }}

with

owners as (

    select * from {{ ref('base_hubspot__owners') }}
    where version_number = 1

),

users as (

    select * from {{ ref('base_hubspot__users') }}
    where version_number = 1

),

-- who has left is no active user any more, but the login may still lead there by its address
candidates as (

    select
        any_user_id as source_user_id,
        source_agent_id,
        1 as rank

    from owners

    where any_user_id is not null

    union all

    select
        users.source_user_id,
        owners.source_agent_id,
        2 as rank

    from users

    inner join owners
        on lower(users.email) = lower(owners.email)

    where users.source_user_id is not null

),

chosen as (

    select
        source_user_id,
        coalesce(
            min(source_agent_id) filter (where rank = 1),
            min(source_agent_id)
        ) as source_agent_id

    from candidates

    group by 1

)

select * from chosen
